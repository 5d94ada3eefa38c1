"""What is late now, and what takes longer than reckoned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from models.core import clock
from models.insight import Row
from models.insight.production import AGES, bounds
from models.jobs import ACTIVE, JobStatus
from models.metrics import Window

from ..core.charts import Figure
from .against import by_key, share, whole_axis
from .declared import Column, Line, Told, chart
from .drill import rows_of as rows_behind
from .figures import bars, lying, named
from .production import Production, production_read, shares
from .spelling import counted, spelled

_NOT_IN_WORK: Final = tuple(status.name for status in JobStatus if status not in ACTIVE)
_LONG_AGO: Final = dt.date(2000, 1, 1)
_COLOURS: Final = ("--amber-dot", "--amber-dot", "--red", "--red", "--red")


@chart(production_read, "overdue-by-age", "Overdue jobs by age")
def overdue_by_age(read: Production) -> Told:
    """How long the jobs in work are past their in-hands date, now."""
    columns = (Column("Overdue"), Column("Jobs", "rounded"))
    found = {row.key: row[0] for row in read.found["overdue"]}
    names = [f"{first} to {last} days" if last else f"{first} days and more" for first, last in AGES]
    numbers = [found.get(str(place), Decimal(0)) for place in range(len(AGES))]
    if not any(numbers):
        return Told("No job in work is past its in-hands date.", columns, [])
    links = [_due_between(age) for age in AGES]
    lines = [Line(each[:2], each[2]) for each in zip(names, numbers, links, strict=True)]
    texts = [f"{number:,.0f}" for number in numbers]
    shown = lying(names, numbers, texts, colours=_COLOURS, links=links, unit="")
    shown.update_layout(xaxis=whole_axis(numbers))
    return Told(_overdue_told(read, int(sum(numbers))), columns, lines, shown)


def _due_between(age: tuple[int, int | None]) -> str:
    first, last = bounds(age, clock.shop_day())
    return rows_behind("jobs", due_on=Window(first or _LONG_AGO, last), without=("status", _NOT_IN_WORK))


def _overdue_told(read: Production, number: int) -> str:
    said = f"{counted(number, 'job')} in work should have been ready. "
    if not read.late:
        return said
    worst = read.late[0]
    days = counted((clock.shop_day() - worst.due_on).days, "day")
    return f"{said}{worst.number} for {worst.customer} is late by {days}."


@chart(production_read, "estimated-hours", "Hours estimated and worked, by stage")
def estimated_hours(read: Production) -> Told:
    """Of the operations completed in the period that have time on them."""
    now, before, year = read.compared.of(read.found["estimates"])
    columns = (
        Column("Stage"), Column("Operations", "rounded"), Column("Estimated", "hours"), Column("Worked", "hours"),
        Column("Worked of estimated", "percent"), Column("The period before", "percent"),
        Column("A year before", "percent"),
    )  # fmt: skip
    rows = sorted(now, key=lambda row: (row[3], row.label))
    if not rows:
        return Told(f"No operation with time on it was completed in {read.asked.words}.", columns, [])
    earlier, last_year = by_key(before), by_key(year)
    links = [
        rows_behind("production_schedules", stage=row.by, status="COMPLETED", completed_at=read.compared.now)
        for row in rows
    ]
    lines = [
        Line(
            (
                row.label, row[2], row[0], row[1], share(row[1], row[0]),
                shares(earlier.get(row.by), 1, 0), shares(last_year.get(row.by), 1, 0),
            ),
            link,
        )
        for row, link in zip(rows, links, strict=True)
    ]  # fmt: skip
    return Told(_estimates_told(rows), columns, lines, _estimates_drawn(rows, links))


def _estimates_told(rows: Sequence[Row]) -> str:
    worst = max(rows, key=lambda row: (abs(row[1] - row[0]), row.by))
    off = worst[1] - worst[0]
    worked, estimated = (spelled(sum(row[place] for row in rows), "hours") for place in (1, 0))
    said = f"Together {worked} were worked, {estimated} were estimated. {worst.label} is furthest off:"
    return f"{said} {spelled(abs(off), 'hours')} {'more' if off >= 0 else 'less'} than estimated."


def _estimates_drawn(rows: Sequence[Row], links: Sequence[str]) -> Figure:
    names = [row.label for row in rows]
    traces = [
        bars("Estimated", names, [row[0] for row in rows], colour="--grey", links=links, dollars=False),
        bars("Worked", names, [row[1] for row in rows], links=links, dollars=False),
    ]
    shown = named(traces)
    shown.update_layout(barmode="group", yaxis={"ticksuffix": " h", "tickformat": "~f"})
    shown.update_traces(hovertemplate="%{y:,.1f} h")
    return shown
