"""How fast materials are used up, by the ledger of stock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..stock import MovementKind, StockMovement

LOOKED_AT: Final = 90
"""Days back over which use is looked at; fewer, where the first use is younger."""


@dataclass(frozen=True)
class DailyUse:
    """What is used of a material in a day, on average over calendar days, and at most."""

    average: Decimal
    most: Decimal


def daily_use(session: Session, material_ids: Collection[str]) -> dict[str, DailyUse]:
    """The daily use of those of these materials that were used of late."""
    movement, today = StockMovement, clock.shop_day()
    used = -sa.func.sum(movement.quantity)
    by_day = (
        sa.select(movement.material_id, movement.occurred_on, used.label("used"))
        .where(
            movement.kind == MovementKind.USE,
            movement.occurred_on > today - dt.timedelta(days=LOOKED_AT),
            movement.material_id.in_(material_ids),
        )
        .group_by(movement.material_id, movement.occurred_on)
        .subquery()
    )
    day = by_day.c
    figures = sa.select(
        day.material_id, sa.func.sum(day.used), sa.func.max(day.used), sa.func.min(day.occurred_on)
    ).group_by(day.material_id)
    return {
        material_id: DailyUse(total / ((today - first).days + 1), most)
        for material_id, total, most, first in session.execute(figures)
        if total > 0
    }
