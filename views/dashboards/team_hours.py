"""The hours of the team: by week, how much of those there were each person used, and what they went into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from models.insight import Row

from ..core.charts import Figure
from .against import change_of, hours, share
from .declared import Column, Line, Told, chart
from .drill import rows_of as rows_behind
from .figures import lying
from .spelling import spelled
from .team import Team, by_week_of, drawn_by_week, team_read

_NOTHING: Final = Decimal(0)


@chart(team_read, "hours-by-week", "Hours clocked by week", wide=True)
def hours_by_week(read: Team) -> Told:
    """Each person's hours, week by week, with all the hours there were."""
    people = by_week_of(read)
    columns = [Column("Week"), *(Column(read.names[by], "hours") for by in people)]
    columns += [Column("Together", "hours"), Column("There were", "hours"), Column("Used", "percent")]
    if not any(worked for weeks in people.values() for worked, _ in weeks):
        return Told("Nobody clocked any time in these weeks.", columns, [])
    lines = []
    for place, (name, link) in enumerate(zip(read.week_names, read.week_links, strict=True)):
        row = [weeks[place] for weeks in people.values()]
        together, of = (sum((each[number] for each in row), _NOTHING) for number in (0, 1))
        lines.append(Line((name, *(worked for worked, _ in row), together, of, share(together, of)), link))
    shown = drawn_by_week(read, {by: [worked for worked, _ in weeks] for by, weeks in people.items()})
    shown.update_layout(xaxis={"nticks": 8})
    return Told(_week_told(read, lines), columns, lines, shown)


def _week_told(read: Team, lines: Sequence[Line]) -> str:
    """The last week; on a Monday morning the one before tells more."""
    told = -1 if lines[-1].values[-3] else -2
    *_, together, of, used = lines[told].values
    said = f"In {read.weeks[told]} {spelled(together, 'hours')} were clocked of {spelled(of, 'hours')} there were"
    return f"{said}, {spelled(used, 'percent')}." if used is not None else f"{said}."


@chart(team_read, "utilization-by-person", "Hours used, by person")
def utilization_by_person(read: Team) -> Told:
    """Hours clocked of those that they were there for, beside the period before and the year before."""
    columns = [
        Column("Person"), Column("Clocked", "hours"), Column("There for", "hours"), Column("Used", "percent"),
        Column("The period before", "percent"), Column("A year before", "percent"),
    ]  # fmt: skip
    columns += [Column("Cost", "money")] if read.sees_wages else []
    rows = _used(read)
    if not rows:
        return Told(f"Nobody was there in {read.asked.words}.", columns, [])
    wages = _wages(read, list(rows))
    lines = [Line((read.names[by], *rows[by], *wages.get(by, [])), read.entries_of(by)) for by in rows]
    busiest = sorted(rows, key=lambda by: (-(rows[by][2] or 0), read.names[by]))
    worked, there, used = rows[busiest[0]][:3]
    said = f"{read.names[busiest[0]]} used most: {spelled(worked, 'hours')} of {spelled(there, 'hours')}"
    said += f", {spelled(used, 'percent')}."
    return Told(said, columns, lines, _used_drawn(read, rows, busiest))


def _used(read: Team) -> dict[str, tuple[Any, ...]]:
    """By person: hours clocked, those that they were there for, and the share in each of the three periods."""
    clocked, there = read.three("clocked"), read.three("there")
    rows: dict[str, tuple[Any, ...]] = {}
    for by in sorted({*clocked[0], *there[0]}, key=lambda by: (read.names[by], by)):
        worked = [hours(each[by][0]) if by in each else _NOTHING for each in clocked]
        of = [each[by][0] if by in each else _NOTHING for each in there]
        rows[by] = worked[0], of[0], *(share(a, b) for a, b in zip(worked, of, strict=True))
    return rows


def _wages(read: Team, people: Sequence[str]) -> dict[str, list[Decimal]]:
    """What the hours of each cost, for whom wages are meant."""
    if not read.sees_wages:
        return {}
    clocked = read.three("clocked")[0]
    return {by: [clocked[by][4] if by in clocked else _NOTHING] for by in people}


def _used_drawn(read: Team, rows: Mapping[str, tuple[Any, ...]], busiest: Sequence[str]) -> Figure:
    shown = lying(
        [read.names[by] for by in busiest], [rows[by][2] or _NOTHING for by in busiest],
        [spelled(rows[by][2], "percent") for by in busiest], colours=["--accent"] * len(busiest),
        links=[read.entries_of(by) for by in busiest], unit="",
    )  # fmt: skip
    shown.update_layout(xaxis={"ticksuffix": " %", "tickformat": "~f"})
    return shown


@chart(team_read, "hours-by-activity", "Hours by activity")
def hours_by_activity(read: Team) -> Told:
    """What the hours of the period went into, beside the period before and the year before."""
    now, before, year = read.three("activities")
    columns = (
        Column("Activity"), Column("Entries", "rounded"), Column("Hours", "hours"), Column("Of all", "percent"),
        Column("The period before", "hours"), Column("A year before", "hours"), Column("Change in a year", "percent"),
    )  # fmt: skip
    rows = sorted(now.values(), key=lambda row: (-row[0], row.by))
    together = sum(row[0] for row in rows)
    if not together:
        return Told(f"Nobody clocked any time in {read.asked.words}.", columns, [])
    links = [rows_behind("time_entries", activity=row.by, start_time=read.compared.now) for row in rows]
    lines = []
    for row, link in zip(rows, links, strict=True):
        was_then = [hours(each[row.by][0]) if row.by in each else _NOTHING for each in (before, year)]
        values = (row.by, row[1], hours(row[0]), share(row[0], together), *was_then)
        lines.append(Line((*values, change_of(hours(row[0]), was_then[1])), link))
    said = f"Most time went into {rows[0].by.lower()}: {spelled(hours(rows[0][0]), 'hours')}"
    said += f", {spelled(share(rows[0][0], together), 'percent')} of all."
    return Told(said, columns, lines, _activities_drawn(rows, links))


def _activities_drawn(rows: Sequence[Row], links: Sequence[str]) -> Figure:
    shown = lying(
        [row.by for row in rows], [hours(row[0]) for row in rows],
        [spelled(hours(row[0]), "hours") for row in rows], colours=["--accent"] * len(rows), links=links, unit="",
    )  # fmt: skip
    shown.update_layout(xaxis={"ticksuffix": " h", "tickformat": "~f"})
    return shown
