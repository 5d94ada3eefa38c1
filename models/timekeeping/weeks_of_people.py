"""A week of everybody: who worked how long on which day, and how far each week has been looked through."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from ..core import clock
from ..people import Employee
from .entries import TimeEntry
from .timesheets import WEEK, Timesheet


@dataclass(frozen=True)
class WeekOf:
    """Somebody's week: seconds of each day, how many entries are to be looked at, and the sheet if there is one."""

    employee: Employee
    sheet: Timesheet | None
    seconds: tuple[int, ...]
    doubtful: int
    """Entries that still run, or that the clock ended because they were forgotten."""


def weeks_of_people(session: Session, monday: dt.date) -> list[WeekOf]:
    """The week from `monday` of everybody who works here or has a timesheet of it, by name; three statements."""
    sheets = sa.select(Timesheet).where(Timesheet.week == monday).options(joinedload(Timesheet.employee))
    by_person = {sheet.employee_id: sheet for sheet in session.scalars(sheets)}
    there = sa.or_(Employee.is_active, Employee.id.in_(by_person))
    people = session.scalars(sa.select(Employee).where(there).order_by(Employee.name, Employee.id))
    entries = _entries(session, monday)
    return [_week_of(each, by_person.get(each.id), entries.get(each.id, ()), monday) for each in people]


def _entries(session: Session, monday: dt.date) -> dict[str, list[TimeEntry]]:
    """What began in the week, by person."""
    first, next_one = clock.start_of_day(monday), clock.start_of_day(monday + WEEK)
    began = (TimeEntry.start_time >= first, TimeEntry.start_time < next_one)
    ordered = sa.select(TimeEntry).where(*began).order_by(TimeEntry.employee_id, TimeEntry.start_time)
    by_person = itertools.groupby(session.scalars(ordered), key=lambda entry: entry.employee_id)
    return {person: list(entries) for person, entries in by_person}


def _week_of(
    employee: Employee, sheet: Timesheet | None, entries: Sequence[TimeEntry], monday: dt.date
) -> WeekOf:
    seconds = [0] * WEEK.days
    for entry in entries:
        seconds[(clock.shop_day(entry.start_time) - monday).days] += entry.seconds or 0
    doubtful = sum(entry.is_capped or entry.is_running for entry in entries)
    return WeekOf(employee, sheet, tuple(seconds), doubtful)
