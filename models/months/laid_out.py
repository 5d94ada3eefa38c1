"""The rows of months: one for each since the first fact, laid out by the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.base import Base
from .closed import ClosedMonth
from .spans import month_of, next_month, shop_day_of


def lay_out_months(session: Session) -> None:
    """Add the months that are missing, from that of the first fact to the present one. Does not commit."""
    known = set(session.scalars(sa.select(ClosedMonth.month)))
    present = month_of(clock.now())
    begin = min([*known, present, *(month_of(day) for day in [first_booked(session)] if day)])
    session.add_all(ClosedMonth(month=month) for month in _until(begin, present) if month not in known)
    session.flush()


def month_row(session: Session, month: str) -> ClosedMonth:
    """The row of `month`, laid out when there is none; flushed."""
    row = session.scalars(sa.select(ClosedMonth).where(ClosedMonth.month == month)).one_or_none()
    if row is None:
        row = ClosedMonth(month=month)
        session.add(row)
        session.flush()
    return row


def first_booked(session: Session) -> dt.date | None:
    """The day of the first fact of the shop that is booked on a day; None when there is none."""
    days = [session.scalar(sa.select(sa.func.min(column))) for column in _day_columns()]
    return min((shop_day_of(day) for day in days if day is not None), default=None)


def _day_columns() -> Iterator[Any]:
    for mapper in Base.registry.mappers:
        if name := getattr(mapper.class_, "__booked_on__", ""):
            yield getattr(mapper.class_, name)


def _until(month: str, last: str) -> Iterator[str]:
    while month <= last:
        yield month
        month = next_month(month)
