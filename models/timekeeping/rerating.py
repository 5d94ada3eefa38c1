"""Counting time that was worked at a rate which was written later."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.base import lock_all
from ..months import month_of, months_open
from ..people import Employee
from .entries import TimeEntry
from .rates import PayRate
from .timesheets import locked_weeks, week_of


def rerate(session: Session, rate: PayRate) -> None:
    """Give the entries of its days that `rate`, but those of locked weeks and closed months; flushed."""
    lock_all(session, Employee, [rate.employee_id])
    entries = _worked_under(session, rate)
    locked = locked_weeks(session, rate.employee_id, {week_of(each.start_time) for each in entries})
    takes_facts = months_open(session, [each.start_time for each in entries])
    for entry in entries:
        if not takes_facts[month_of(entry.start_time)]:
            continue
        if week_of(entry.start_time) not in locked and entry.hourly_rate != rate.hourly_rate:
            entry.rerate(rate.hourly_rate)
    session.flush()


def _worked_under(session: Session, rate: PayRate) -> list[TimeEntry]:
    mine = sa.select(TimeEntry).where(TimeEntry.employee_id == rate.employee_id)
    first, last = _days(session, rate)
    if first is not None:
        mine = mine.where(TimeEntry.start_time >= clock.start_of_day(first))
    if last is not None:
        mine = mine.where(TimeEntry.start_time < clock.start_of_day(last))
    return list(session.scalars(mine.order_by(TimeEntry.id)))


def _days(session: Session, rate: PayRate) -> tuple[dt.date | None, dt.date | None]:
    """The first day of `rate` (None: it is the first of all, and holds before) and of the next one (None: none)."""
    others = sa.select(PayRate.valid_from).where(PayRate.employee_id == rate.employee_id)
    days = session.scalars(others.order_by(PayRate.valid_from)).all()
    later = [day for day in days if day > rate.valid_from]
    return rate.valid_from if days[0] < rate.valid_from else None, later[0] if later else None
