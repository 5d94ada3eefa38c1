"""The key figures in SQL alone (`metrics.sql`, written from domain.md), beside the rows that the shop keeps of them."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.billing import Invoice
from models.core import clock
from models.core.periods import Period, PeriodKind, period_of
from models.core.types import UtcDateTime
from models.jobs import Job
from models.metrics import BusinessMetric
from models.stock import StockMovement

DAY = dt.timedelta(days=1)

_tables = sa.MetaData()
_span = ("starts_at", "ends_at")
_period = sa.Table(
    "period",
    _tables,
    sa.Column("key", sa.String(30), primary_key=True),
    *(sa.Column(name, sa.Date) for name in ("first", "last")),
    *(sa.Column(name, UtcDateTime) for name in (*_span, "earlier_at")),
    prefixes=["TEMPORARY"],
)
_day = sa.Table(
    "day",
    _tables,
    sa.Column("day", sa.Date, primary_key=True),
    *(sa.Column(name, UtcDateTime) for name in _span),
    sa.Column("is_over", sa.Integer),
    prefixes=["TEMPORARY"],
)


def differences(session: Session, most_days: int = 60) -> list[str]:
    """What is kept of the last year otherwise than the books have it, a sentence each; there must be none.

    Every year, quarter, month and week, and the last `most_days` days, each with what it is compared with.
    """
    opened, today = _first_day(session), clock.shop_day()
    periods = sorted(_periods(opened, today, most_days), key=lambda each: each.key)
    reckoned = values_of(session, [window for each in periods for window in _windows(each, opened, today)])
    kept = session.execute(sa.select(BusinessMetric.__table__)).mappings().all()
    rows = {(row["name"], row["period"]): row for row in kept}
    found = []
    for name, values in reckoned.items():
        for period in periods:
            row = rows.get((name, period.key), {})
            due = {column: values.get(f"{period.key} {column}") for column in COLUMNS}
            due["variance"] = _change(due["value"], due["previous_value"])
            told = {column: row.get(column) for column in due}
            if told != due:
                found.append(f"{name}, {period.key}: {told} is kept, {due} is in the books")
    return found


COLUMNS = ("value", "previous_value", "year_before_value")

Window = tuple[str, dt.date, dt.date]
"""A key, a first and a last day."""


def values_of(session: Session, windows: Collection[Window]) -> dict[str, dict[str, Decimal | None]]:
    """Each key figure's value by the window's key, rounded half up to two places; None of nothing by nothing."""
    text = Path(__file__).with_name("metrics.sql").read_text(encoding="utf-8")
    _, _, given, *parts = re.split(r"^-- name: (\w+)$", text, flags=re.MULTILINE)
    found = {}
    with _asked(session, windows):
        for name, statement in zip(parts[::2], parts[1::2], strict=True):
            whole = given.strip().rstrip(";") + statement.strip().rstrip(";")
            found[name] = {key: _rounded(top, bottom) for key, top, bottom in session.execute(sa.text(whole))}
    return found


def _rounded(top: Any, bottom: Any) -> Decimal | None:
    if not bottom:
        return None
    cents = Fraction(int(top or 0), int(bottom)) * 100
    away = math.floor(abs(cents) + Fraction(1, 2))
    return Decimal(away if cents >= 0 else -away).scaleb(-2)


def _change(value: Decimal | None, before: Decimal | None) -> Decimal | None:
    if value is None or not before:
        return None
    change = Fraction(value - before) / abs(Fraction(before))
    return _rounded(100 * change.numerator, change.denominator)


@contextmanager
def _asked(session: Session, windows: Collection[Window]) -> Iterator[None]:
    """The tables `period` and `day`, for as long as they are asked."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.connection.create_function("date_part", 2, _epoch, deterministic=True)
    _tables.create_all(connection, checkfirst=False)
    first, today = _first_day(session), clock.shop_day()
    ahead = range((today - first).days + 366)
    rows = [_told_of(first + number * DAY) for number in ahead]
    connection.execute(sa.insert(_day), [row | {"is_over": int(row["day"] < today)} for row in rows])
    connection.execute(sa.insert(_period), [_told(*window) for window in windows])
    try:
        yield
    finally:
        _tables.drop_all(connection, checkfirst=False)


def _told(key: str, first: dt.date, last: dt.date) -> dict[str, Any]:
    begin, end = _midnight(first), _midnight(last + DAY)
    earlier = _midnight(last + DAY - 90 * DAY)
    return {
        "key": key,
        "first": first,
        "last": last,
        "starts_at": begin,
        "ends_at": end,
        "earlier_at": earlier,
    }


def _told_of(day: dt.date) -> dict[str, Any]:
    return {"day": day, "starts_at": _midnight(day), "ends_at": _midnight(day + DAY)}


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), clock.shop_zone())


def _epoch(_field: str, moment: str) -> float:
    """What PostgreSQL says of `date_part('epoch', …)`."""
    return dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC).timestamp()


def _first_day(session: Session) -> dt.date:
    """Of the first job, unless stock was counted, or an invoice issued, before that."""
    opened = session.scalar(sa.select(sa.func.min(Job.created_at)))
    assert opened is not None
    others = [
        session.scalar(sa.select(sa.func.min(each)))
        for each in (StockMovement.occurred_on, Invoice.issued_on)
    ]
    return min(clock.shop_day(opened), *(day for day in others if day is not None))


def _periods(opened: dt.date, today: dt.date, most_days: int) -> set[Period]:
    since = max(opened, today - dt.timedelta(days=365))
    days = [since + number * DAY for number in range((today - since).days + 1)]
    longer = [kind for kind in PeriodKind if kind != PeriodKind.DAY]
    found = {period_of(day, kind) for day in days for kind in longer}
    return found | {period_of(day, PeriodKind.DAY) for day in days[-most_days:]}


def _windows(period: Period, opened: dt.date, today: dt.date) -> Iterator[Window]:
    """The days of a period until today, and as many of the period before and of the same one a year before."""
    for column, other in zip(COLUMNS, (period, period.before(), _year_before(period)), strict=True):
        last = other.last
        if period.last > today:
            last = min(last, other.first + (today - period.first))
        if last >= opened:
            yield f"{period.key} {column}", max(other.first, opened), last


def _year_before(period: Period) -> Period:
    if period.kind == PeriodKind.WEEK:
        return period_of(period.first - 364 * DAY, period.kind)
    day = period.first
    return period_of(
        dt.date(day.year - 1, day.month, min(day.day, 28 if day.month == 2 else 31)), period.kind
    )
