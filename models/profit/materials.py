"""What was used and wasted of each material, by month, kept as sums; and what the screens read of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..months import first_day, last_day, month_of
from ..stock import MaterialUsage, MovementKind, StockMovement
from ..timekeeping import Misprint
from .tallies import material_tallies

USED: Final = ""
"""The cause of what became of use."""
BOUGHT: Final = "BOUGHT"
"""Stands where a cause would, for what was received; its value has the freight in it."""


def tally_materials(session: Session, months: Collection[tuple[str, str]]) -> None:
    """Sum anew what was used of these materials in these months, such as (id, “2026-11”)."""
    kept = material_tallies.c
    for month in sorted({month for _, month in months}):
        materials = sorted(material for material, of in months if of == month)
        mine = sa.and_(kept.month == month, kept.material_id.in_(materials))
        session.execute(sa.delete(material_tallies).where(mine))
        first, last = first_day(month), last_day(month)
        found = [*session.execute(used_between(first, last, materials)).mappings()]
        found += session.execute(_bought(first, last, materials)).mappings()
        rows = [{"month": month, **row} for row in found]
        if rows:
            session.execute(sa.insert(material_tallies), rows)


def _bought(first: dt.date, last: dt.date, materials: Collection[str]) -> sa.Select[Any]:
    """The receipts of these days, less what was taken back."""
    chosen = sa.select(
        StockMovement.material_id.label("material_id"),
        sa.literal(BOUGHT).label("cause"),
        _total(StockMovement.quantity).label("quantity"),
        _total(StockMovement.value).label("value"),
    ).where(
        StockMovement.kind == MovementKind.RECEIPT,
        StockMovement.material_id.in_(materials),
        StockMovement.occurred_on.between(first, last),
    )
    return chosen.group_by(StockMovement.material_id)


def used_between(first: dt.date, last: dt.date, materials: Collection[str] | None = None) -> sa.Select[Any]:
    """Material, cause, quantity and value of what was used from the first to the last of these shop days."""
    cause = sa.func.coalesce(sa.cast(Misprint.cause, sa.String), USED)
    chosen = sa.select(
        MaterialUsage.material_id.label("material_id"),
        cause.label("cause"),
        _total(MaterialUsage.quantity_used).label("quantity"),
        _total(MaterialUsage.total_cost).label("value"),
    ).join(Misprint, MaterialUsage.misprint_id == Misprint.id, isouter=True)
    begin, end = clock.start_of_day(first), clock.start_of_day(last + dt.timedelta(days=1))
    chosen = chosen.where(MaterialUsage.used_at >= begin, MaterialUsage.used_at < end)
    if materials is not None:
        chosen = chosen.where(MaterialUsage.material_id.in_(materials))
    return chosen.group_by(MaterialUsage.material_id, cause)


def _total(column: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(column, type_=column.type), 0, type_=column.type)


def every_month(session: Session) -> set[tuple[str, str]]:
    """Every material with every month in which some of it was used or received."""
    used = sa.select(MaterialUsage.material_id, MaterialUsage.used_at).execution_options(yield_per=1000)
    found = {(material_id, month_of(moment)) for material_id, moment in session.execute(used)}
    received = sa.select(StockMovement.material_id, StockMovement.occurred_on).distinct()
    for material_id, day in session.execute(received.where(StockMovement.kind == MovementKind.RECEIPT)):
        found.add((material_id, month_of(day)))
    return found


def used_for(session: Session, misprint_ids: Collection[str]) -> set[tuple[str, str]]:
    """The materials and months of what these misprints wasted."""
    if not misprint_ids:
        return set()
    used = sa.select(MaterialUsage.material_id, MaterialUsage.used_at)
    found = session.execute(used.where(MaterialUsage.misprint_id.in_(misprint_ids)))
    return {(material_id, month_of(moment)) for material_id, moment in found}
