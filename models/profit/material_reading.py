"""What the screens of materials read: use, waste and prices by month, and how long the stock lasts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..catalog import Material
from ..core import clock
from ..core.periods import Period, PeriodKind
from ..purchasing.use import LOOKED_AT
from .materials import BOUGHT, used_between
from .reading import Span
from .tallies import material_tallies

LATELY: Final = LOOKED_AT
"""The days whose use tells how long the stock lasts: as many as tell what to order."""


@dataclass(frozen=True)
class Moved:
    """What was used, wasted (by the cause of the misprint) or bought of a material in a month."""

    month: str
    material_id: str
    cause: str
    quantity: Decimal
    value: Decimal


@dataclass(frozen=True)
class Stocked:
    """A material, how much of it is there, and when it is to be ordered."""

    id: str
    name: str
    unit: str
    available: Decimal
    reorder_point: Decimal | None


def moved(session: Session, months: Sequence[Period]) -> list[Moved]:
    """What moved in these months: as many rows as there are materials that did."""
    kept = material_tallies.c
    rows = sa.select(kept.month, kept.material_id, kept.cause, kept.quantity, kept.value)
    rows = rows.where(kept.month.in_([month.key for month in months]))
    return [Moved(*row) for row in session.execute(rows.order_by(kept.month, kept.material_id, kept.cause))]


def wasted(session: Session, span: Span) -> dict[str, Decimal]:
    """The value of what was used and wasted in `span` by cause; the empty cause is what became of use."""
    period, kept = span.period, material_tallies.c
    if period is None or period.kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR):
        value = sa.func.sum(kept.value, type_=kept.value.type)
        rows: Any = sa.select(kept.cause, value).where(kept.cause != BOUGHT).group_by(kept.cause)
        if period is not None:
            rows = rows.where(kept.month.in_([month.key for month in period.months()]))
    else:
        used = used_between(period.first, period.last).subquery()
        rows = sa.select(used.c.cause, sa.func.sum(used.c.value, type_=used.c.value.type)).group_by(
            used.c.cause
        )
    return {cause: value or Decimal(0) for cause, value in session.execute(rows)}


def stocked(session: Session) -> list[Stocked]:
    """The materials that are not put away, by their names."""
    columns = (Material.id, Material.name, Material.unit, Material.available, Material.reorder_point)
    rows = sa.select(*columns).where(Material.archived_at.is_(None)).order_by(Material.name, Material.id)
    return [Stocked(*row) for row in session.execute(rows)]


def daily_use(rows: Sequence[Moved], until: dt.date | None = None) -> dict[str, Decimal]:
    """How much of each material is used in a day, by the whole months of the last `LATELY` days and the running one."""
    today = until or clock.shop_day()
    begin = (today - dt.timedelta(days=LATELY)).replace(day=1)
    used: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.cause != BOUGHT and f"{begin:%Y-%m}" <= row.month <= f"{today:%Y-%m}":
            used[row.material_id] += row.quantity
    days = (today - begin).days + 1
    return {material_id: quantity / days for material_id, quantity in used.items() if quantity > 0}
