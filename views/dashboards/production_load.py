"""Who and what is full: in the weeks to come, and in the period that is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from models.core.dates import short_day
from models.insight import Row

from ..core.charts import Figure
from .against import by_key, share
from .declared import Column, Line, Told, chart
from .drill import rows_of as rows_behind
from .figures import lying
from .production import Production, production_read, shares
from .spelling import spelled

TIGHT: Final = Decimal(85)
"""Percent above which a day is tight (domain.md, “Schedule and capacity”)."""
FULL: Final = Decimal(100)
_NONE: Final = Decimal(0)


@chart(production_read, "full-ahead", "How full the next seven days are")
def full_ahead(read: Production) -> Told:
    """The share of each person's and machine's hours that is booked, the fullest first."""
    columns = (
        Column("Resource"), Column("Booked", "hours"), Column("There are", "hours"), Column("Full", "percent"),
        *(Column(f"From {short_day(each.first)}", "percent") for each in read.ahead[1:]),
    )  # fmt: skip
    first, *later = ([row for row in read.found["ahead"] if row.key == each.key] for each in read.ahead)
    rows = _fullest(first)
    if not rows:
        return Told("No person or machine has hours in the next seven days.", columns, [])
    after = [by_key(week) for week in later]
    lines = [
        Line(
            (row.label, row[0], row[1], share(row[0], row[1]), *(shares(week.get(row.by)) for week in after)),
            _day_of(row),
        )
        for row in rows
    ]
    return Told(_ahead_told(rows), columns, lines, _drawn(rows), [("Capacity week by week", "/capacity/")])


@chart(production_read, "load-by-resource", "Hours booked against hours there were")
def load_by_resource(read: Production) -> Told:
    """The same of the period, with what was worked, beside the period before and the year before."""
    now, before, year = read.compared.of(read.found["load"])
    columns = (
        Column("Resource"), Column("Booked", "hours"), Column("Worked", "hours"), Column("There were", "hours"),
        Column("Booked of it", "percent"), Column("The period before", "percent"), Column("A year before", "percent"),
    )  # fmt: skip
    rows, earlier, last_year = _fullest(now), by_key(before), by_key(year)
    if not rows:
        return Told(f"No hours were laid out in {read.asked.words}.", columns, [])
    lines = [
        Line(
            (
                row.label, row[0], row[2], row[1], share(row[0], row[1]),
                shares(earlier.get(row.by)), shares(last_year.get(row.by)),
            ),
            _day_of(row),
        )
        for row in rows
    ]  # fmt: skip
    top = rows[0]
    said = f"{top.label} had most to do in {read.asked.words}: {_of_it(top)}."
    machines = [row for row in rows if row[3] and row is not top]
    if not top[3] and machines:
        said += f" Of the machines it was {machines[0].label}: {_of_it(machines[0])}."
    return Told(said, columns, lines, _drawn(rows))


def _fullest(rows: Sequence[Row]) -> list[Row]:
    """Those with hours, or booked without any, the fullest first."""
    told = [row for row in rows if row[0] or row[1]]
    return sorted(told, key=lambda row: (-_full(row), row.label, row.by))


def _full(row: Row) -> Decimal:
    """In percent; what is booked where there are no hours is over all bounds."""
    return row[0] * 100 / row[1] if row[1] else Decimal(1000) if row[0] else _NONE


def _of_it(row: Row) -> str:
    booked, there = spelled(row[0], "hours"), spelled(row[1], "hours")
    return f"{booked} booked of {there}, {spelled(share(row[0], row[1]), 'percent')}"


def _ahead_told(rows: Sequence[Row]) -> str:
    """Which is the bottleneck, and how many are past the line."""
    top = rows[0]
    if not top[0]:
        return "Nothing is booked in the next seven days."
    tight = [row for row in rows if _full(row) > TIGHT]
    word = "is the bottleneck" if tight else "is the fullest"
    said = f"{top.label} {word}: {_of_it(top)}."
    if not tight:
        return f"{said} Nobody and nothing is above {TIGHT} %."
    others = [row.label for row in tight[1:]]
    return (
        f"{said} Above {TIGHT} % {'are' if others else 'is'} also: {', '.join(others)}." if others else said
    )


def _drawn(rows: Sequence[Row]) -> Figure:
    """Lying bars with the line at 85 %; amber above it, red above all there is."""
    shown = lying(
        [row.label for row in rows],
        [min(_full(row), Decimal(150)) for row in rows],
        [spelled(share(row[0], row[1]), "percent") for row in rows],
        colours=[_tone(_full(row)) for row in rows],
        links=[_day_of(row) for row in rows],
        unit="",
    )
    line = {
        "type": "line",
        "x0": 85,
        "x1": 85,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"dash": "dot", "width": 1, "color": "#888"},
    }
    note = {"x": 85, "y": 1, "yref": "paper", "yanchor": "bottom", "text": "85 %", "showarrow": False}
    shown.update_layout(
        shapes=[line], annotations=[note], xaxis={"ticksuffix": " %", "tickformat": "~f", "range": [0, 115]},
        margin={"t": 24},
    )  # fmt: skip
    return shown


def _tone(full: Decimal) -> str:
    return "--red" if full > FULL else "--amber-dot" if full > TIGHT else "--accent"


def _day_of(row: Row) -> str:
    """The operations of the resource that are still to do."""
    if row[3]:
        return rows_behind("production_schedules", machine=row.by, status="SCHEDULED")
    return rows_behind("production_schedules", employee=row.by, status="SCHEDULED")
