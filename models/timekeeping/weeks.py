"""A week of one person's time laid out to be looked through: a row a job, a column a day."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from ..core import clock
from ..jobs import Job
from .days import clock_time
from .entries import TimeEntry, hours_of
from .timesheets import Timesheet, of_week


@dataclass(frozen=True)
class Line:
    """What was worked on a job, or on something else: seconds of each day, and what they cost (None: not paid)."""

    job: Job | None
    name: str
    seconds: tuple[int, ...]
    cost: Decimal | None

    @property
    def hours(self) -> Decimal:
        """Of the whole week."""
        return hours_of(sum(self.seconds))


@dataclass(frozen=True)
class Remark:
    """An entry that is to be looked at, and why."""

    entry: TimeEntry
    sentence: str


@dataclass(frozen=True)
class Week:
    """The days, a line for each job, and what is to be looked at."""

    days: tuple[dt.date, ...]
    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...]

    @property
    def seconds(self) -> tuple[int, ...]:
        """Of each day."""
        return tuple(sum(line.seconds[day] for line in self.lines) for day in range(len(self.days)))

    @property
    def cost(self) -> Decimal | None:
        """Of all that is paid by the hour; None when nothing is."""
        costs = [line.cost for line in self.lines if line.cost is not None]
        return sum(costs, Decimal(0)) if costs else None


def lay_out(session: Session, sheet: Timesheet) -> Week:
    """The week of `sheet`, jobs by their numbers and then other work by its name; one statement."""
    mine = sa.select(TimeEntry).where(*of_week(sheet)).options(joinedload(TimeEntry.job))
    entries = session.scalars(mine.order_by(TimeEntry.start_time, TimeEntry.id)).all()
    days = tuple(sheet.week + dt.timedelta(days=number) for number in range(7))
    by_line = sorted(entries, key=_place)
    lines = (_line(days, list(some)) for _, some in itertools.groupby(by_line, key=_place))
    return Week(days, tuple(lines), tuple(_remarks(entries)))


def _place(entry: TimeEntry) -> tuple[bool, str, str]:
    job = entry.job
    return (job is None, job.number if job else entry.activity, job.id if job else "")


def _line(days: Sequence[dt.date], entries: Sequence[TimeEntry]) -> Line:
    seconds = [0] * len(days)
    for entry in entries:
        seconds[days.index(clock.shop_day(entry.start_time))] += entry.seconds or 0
    costs = [entry.cost for entry in entries if entry.cost is not None]
    job = entries[0].job
    name = job.title if job else entries[0].activity
    return Line(job, name, tuple(seconds), sum(costs, Decimal(0)) if costs else None)


def _remarks(entries: Sequence[TimeEntry]) -> list[Remark]:
    found = []
    for before, entry in zip([None, *entries], entries, strict=False):
        if entry.is_capped:
            found.append(Remark(entry, "was forgotten, and ended by the clock at midnight"))
        elif entry.is_running:
            found.append(Remark(entry, f"runs since {clock_time(entry.start_time)}"))
        if before is not None and (before.end_time is None or before.end_time > entry.start_time):
            found.append(Remark(entry, f"overlaps {before.activity}, from {clock_time(before.start_time)}"))
    return found
