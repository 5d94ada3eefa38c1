"""Writing the rows of periods: the value, and what it is compared with. Written twice, it comes to the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..billing import Invoice
from ..core import clock
from ..core.base import new_id
from ..core.periods import Period, PeriodKind
from ..core.types import round_half_up
from ..jobs import Job
from ..stock import StockMovement
from .business_metrics import BusinessMetric
from .declared import Kpi, Reckoning
from .goals import goals_by_kind
from .measuring import Measured, measure_kept
from .spans import compared, since, so_far, year_before
from .windows import Window

_KEPT = ("value", "top", "bottom", "previous_value", "year_before_value", "target_value", "variance")


def first_day(session: Session) -> dt.date | None:
    """The shop's first day, on which its first job was written, or something was counted or charged; None before.

    Jobs' ids follow their moments: the first is found by its key.
    """
    firsts = (
        sa.select(Job.created_at).order_by(Job.id).limit(1),
        sa.select(sa.func.min(StockMovement.occurred_on)),
        sa.select(sa.func.min(Invoice.issued_on)),
    )
    told: Any = session.execute(sa.select(*(each.scalar_subquery() for each in firsts))).one()
    opened, counted, charged = told
    if opened is None:
        return None
    return min(filter(None, (clock.shop_day(opened), counted, charged)))


def keep(session: Session, kpi: Kpi, periods: Collection[Period]) -> None:
    """Write the rows of `kpi` for `periods` where they changed. Does not commit."""
    today, opened = clock.shop_day(), first_day(session)
    if opened is None or not periods:
        return
    periods = [each for each in periods if each.last >= opened]
    own = {each: since(opened, so_far(each, today)) for each in periods}
    before = {each: since(opened, compared(each, each.before(), today)) for each in periods}
    last_year = {each: since(opened, compared(each, year_before(each), today)) for each in periods}
    windows = {window for each in (own, before, last_year) for window in each.values()}
    found = _measured(session, kpi, {each for each in windows if each.last >= opened}, set(own.values()))
    goals, known = goals_by_kind(session, kpi), _known(session, kpi, own)
    rows = []
    for period, window in own.items():
        told = _row(
            kpi, period, found[window], _value(found, before[period]), _value(found, last_year[period])
        )
        row = known.get(period.key)
        is_over = period.last < today and row is not None
        told["target_value"] = row["target_value"] if is_over and row else goals.get(period.kind)
        if row is None or _differs(row, told, period, today):
            rows.append(told)
    _write(session, rows)


def _measured(session: Session, kpi: Kpi, windows: set[Window], own: set[Window]) -> dict[Window, Measured]:
    """Of what lasts, the end of an older window is read from the row of its last day, which is right already."""
    if kpi.reckoning != Reckoning.STANDING:
        return measure_kept(session, kpi, windows)
    keys = {window: window.last.isoformat() for window in windows - own}
    known = sa.select(BusinessMetric.period, BusinessMetric.value).where(
        BusinessMetric.name == kpi.name, BusinessMetric.period.in_(set(keys.values()))
    )
    touched_days = {window.last.isoformat() for window in own}
    values = {key: value for key, value in session.execute(known) if key not in touched_days}
    read = {window: Measured(values[key]) for window, key in keys.items() if key in values}
    return read | measure_kept(session, kpi, windows - read.keys())


def _value(found: dict[Window, Measured], window: Window) -> Decimal | None:
    """None of days before the shop's first."""
    return found[window].value if window in found else None


def _row(
    kpi: Kpi, period: Period, now: Measured, before: Decimal | None, last_year: Decimal | None
) -> dict[str, Any]:
    moment = clock.now()
    return {
        "id": new_id(),
        "name": kpi.name,
        "category": kpi.category,
        "unit": kpi.unit,
        "period": period.key,
        "period_kind": period.kind,
        "first_day": period.first,
        "value": now.value,
        "top": now.top,
        "bottom": now.bottom,
        "previous_value": before,
        "year_before_value": last_year,
        "variance": change(now.value, before),
        "calculated_at": moment,
        "created_at": moment,
        "updated_at": moment,
    }


def change(value: Decimal | None, before: Decimal | None) -> Decimal | None:
    """By how many percent `value` differs from `before`; None where one is missing, or was nothing."""
    if value is None or not before:
        return None
    return round_half_up((value - before) * 100 / abs(before))


def _known(session: Session, kpi: Kpi, periods: Collection[Period]) -> dict[str, Any]:
    keys = [period.key for period in periods]
    own = sa.select(BusinessMetric.__table__).where(BusinessMetric.name == kpi.name)
    own = own.where(BusinessMetric.period.in_(keys))
    return {row["period"]: row for row in session.execute(own).mappings()}


def _differs(row: Any, told: dict[str, Any], period: Period, today: dt.date) -> bool:
    """Whether something changed; a running period is also written once a day, to show that it was looked at.

    A year is written each time: by its moment dashboards know that facts came, also those that changed no number of
    the shop and yet one of a customer (`stamps`).
    """
    if period.kind == PeriodKind.YEAR or any(row[name] != told[name] for name in _KEPT):
        return True
    return period.last >= today and clock.shop_day(row["calculated_at"]) < today


def _write(session: Session, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    adding = dialect.insert(BusinessMetric.__table__)
    changed = {name: adding.excluded[name] for name in (*_KEPT, "calculated_at", "updated_at")}
    told = adding.on_conflict_do_update(index_elements=["name", "period"], set_=changed)
    session.execute(told, sorted(rows, key=lambda row: row["period"]))
