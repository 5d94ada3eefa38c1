"""The team: who worked how long on what, how much of it became good pieces, and whose entries were looked after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from models.core.actor import current_actor
from models.core.base import db
from models.core.periods import Period
from models.core.roles import BOOKKEEPER, MANAGER
from models.core.visibility import reads_costs
from models.insight import Compared, Row, ask, compared_of, team
from models.insight.comparing import last_weeks
from models.metrics import Window
from models.metrics.windows import Asked as Windows

from .against import by_key, change_of, hours, share, was
from .asked import Asked
from .declared import Column, Fact, Line, Told, chart, dashboard
from .drill import rows_of as rows_behind
from .figures import SERIES, bars, lying, stacked
from .spelling import counted, money, spelled

WEEKS: Final = 12


@dataclass(frozen=True)
class Team:
    """What the charts of the team are made of."""

    asked: Asked
    compared: Compared
    weeks: Sequence[Period]
    found: Mapping[str, list[Row]]
    sees_wages: bool

    @property
    def names(self) -> dict[str, str]:
        """What people are called, by id."""
        return {row.key: row.label for row in self.found["names"]}

    def three(self, name: str) -> list[dict[str, Row]]:
        """The rows of the period, of the one before and of the year before, by what they are of."""
        return [by_key(rows) for rows in self.compared.of(self.found[name])]

    def entries_of(self, person: str, **narrowed: Any) -> str:
        """Their time entries of the period."""
        return rows_behind("time_entries", employee=person, start_time=self.compared.now, **narrowed)


def facts(read: Team) -> list[Fact]:
    """Hours, how much of those there were that is, overtime, and what they cost, beside both other periods."""
    clocked = [sum((hours(row[0]) for row in rows.values()), Decimal(0)) for rows in read.three("clocked")]
    there = [sum((row[0] for row in rows.values()), Decimal(0)) for rows in read.three("there")]
    used = [share(worked, of) for worked, of in zip(clocked, there, strict=True)]
    beyond = sum((row for rows in overtime(read).values() for row in rows), Decimal(0))
    told = [
        Fact("Hours clocked", spelled(clocked[0], "hours"), was(clocked[1], clocked[2], "hours")),
        Fact("Of the hours there were", spelled(used[0], "percent"), was(used[1], used[2], "percent")),
        Fact("Overtime", spelled(beyond, "hours"), f"in the {WEEKS} weeks shown"),
    ]
    if read.sees_wages:
        wages = [sum((row[4] for row in rows.values()), Decimal(0)) for rows in read.three("clocked")]
        told.append(Fact("Cost of these hours", money(wages[0]), was(wages[1], wages[2], "money")))
    return told


@dashboard(
    "team",
    "Team",
    about="Hours by person and week, what they went into, good pieces and misprints, overtime and corrections.",
    by={MANAGER, BOOKKEEPER},
    facts=facts,
    spans=(),
    reads_margins=False,
)
def team_read(asked: Asked) -> Team:
    """All charts in one statement."""
    compared = compared_of(asked.period)
    weeks, sees_wages = last_weeks(compared.now.last, WEEKS), reads_costs(current_actor())
    spans = Windows(compared.windows, name="spans")
    by_week = Windows([Window(week.first, min(week.last, compared.now.last)) for week in weeks], name="weeks")
    questions = {
        "clocked": team.clocked(spans, with_wages=sees_wages),
        "there": team.there(spans),
        "weeks": team.clocked(by_week),
        "weeks there": team.there(by_week),
        "activities": team.activities(spans),
        "pieces": team.pieces(spans),
        "misprinted": team.misprinted(spans),
        "names": team.names(),
    }
    return Team(asked, compared, weeks, ask(db.session(), questions), sees_wages)


def overtime(read: Team) -> dict[str, list[Decimal]]:
    """By person, for each of the weeks: the hours clocked beyond those that they were there for."""
    return {
        person: [max(worked - there, Decimal(0)) for worked, there in weeks]
        for person, weeks in by_week_of(read).items()
    }


def by_week_of(read: Team) -> dict[str, list[tuple[Decimal, Decimal]]]:
    """By person, for each of the weeks: the hours clocked, and those that they were there for."""
    last = read.compared.now.last
    keys = [Window(week.first, min(week.last, last)).key for week in read.weeks]
    worked = {(row.by, row.key): hours(row[0]) for row in read.found["weeks"]}
    there = {(row.by, row.key): row[0] for row in read.found["weeks there"]}
    people = sorted({by for by, _ in (*worked, *there)}, key=lambda by: (read.names[by], by))
    nothing = Decimal(0)
    return {
        by: [(worked.get((by, key), nothing), there.get((by, key), nothing)) for key in keys] for by in people
    }


@chart(team_read, "hours-by-week", "Hours clocked by week", wide=True)
def hours_by_week(read: Team) -> Told:
    """Each person's hours, week by week, with all the hours there were."""
    people = by_week_of(read)
    columns = [Column("Week"), *(Column(read.names[by], "hours") for by in people)]
    columns += [Column("Together", "hours"), Column("There were", "hours"), Column("Used", "percent")]
    if not any(worked for weeks in people.values() for worked, _ in weeks):
        return Told("Nobody clocked any time in these weeks.", columns, [])
    marks = [f"{week.first:%-d %b}" for week in read.weeks]
    links = [rows_behind("time_entries", start_time=Window(week.first, week.last)) for week in read.weeks]
    lines, there = [], []
    for place, week in enumerate(read.weeks):
        row = [weeks[place] for weeks in people.values()]
        together, of = (sum((each[number] for each in row), Decimal(0)) for number in (0, 1))
        there.append(of)
        values = (f"{week.key[5:]}, from {week.first:%-d %b}", *(worked for worked, _ in row), together, of)
        lines.append(Line((*values, share(together, of)), links[place]))
    told = -1 if lines[-1].values[-3] else -2  # on a Monday morning the week before tells more
    *_, together, of, used = lines[told].values
    said = f"In {read.weeks[told]} {spelled(together, 'hours')} were clocked of {spelled(of, 'hours')} there were"
    said += f", {spelled(used, 'percent')}." if used is not None else "."
    traces = [
        bars(
            read.names[by], marks, [worked for worked, _ in weeks], colour=colour, links=links, dollars=False
        )
        for (by, weeks), colour in zip(people.items(), SERIES, strict=False)
    ]
    shown = stacked(traces, dollars=False)
    shown.update_traces(hovertemplate="%{y:,.1f} h")
    shown.update_layout(yaxis={"ticksuffix": " h", "tickformat": "~f"}, xaxis={"nticks": 8})
    return Told(said, columns, lines, shown)


@chart(team_read, "utilization-by-person", "Hours used, by person")
def utilization_by_person(read: Team) -> Told:
    """Hours clocked of those that they were there for, beside the period before and the year before."""
    columns = [
        Column("Person"), Column("Clocked", "hours"), Column("There for", "hours"), Column("Used", "percent"),
        Column("The period before", "percent"), Column("A year before", "percent"),
    ]  # fmt: skip
    columns += [Column("Cost", "money")] if read.sees_wages else []
    clocked, there = read.three("clocked"), read.three("there")
    people = sorted({*clocked[0], *there[0]}, key=lambda by: (read.names[by], by))
    if not people:
        return Told(f"Nobody was there in {read.asked.words}.", columns, [])
    rows = {}
    for by in people:
        worked = [hours(each[by][0]) if by in each else Decimal(0) for each in clocked]
        of = [each[by][0] if by in each else Decimal(0) for each in there]
        rows[by] = worked[0], of[0], *(share(a, b) for a, b in zip(worked, of, strict=True))
    wages = {by: [clocked[0][by][4] if by in clocked[0] else Decimal(0)] for by in people if read.sees_wages}
    lines = [Line((read.names[by], *rows[by], *wages.get(by, [])), read.entries_of(by)) for by in people]
    busiest = sorted(people, key=lambda by: (-(rows[by][2] or 0), read.names[by]))
    first = busiest[0]
    said = f"{read.names[first]} used most: {spelled(rows[first][0], 'hours')} of {spelled(rows[first][1], 'hours')}"
    said += f", {spelled(rows[first][2], 'percent')}."
    shown = lying(
        [read.names[by] for by in busiest], [rows[by][2] or Decimal(0) for by in busiest],
        [spelled(rows[by][2], "percent") for by in busiest], colours=["--accent"] * len(busiest),
        links=[read.entries_of(by) for by in busiest], unit="",
    )  # fmt: skip
    shown.update_layout(xaxis={"ticksuffix": " %", "tickformat": "~f"})
    return Told(said, columns, lines, shown)


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
        was_then = [hours(each[row.by][0]) if row.by in each else Decimal(0) for each in (before, year)]
        values = (row.by, row[1], hours(row[0]), share(row[0], together), *was_then)
        lines.append(Line((*values, change_of(hours(row[0]), was_then[1])), link))
    said = f"Most time went into {rows[0].by.lower()}: {spelled(hours(rows[0][0]), 'hours')}"
    said += f", {spelled(share(rows[0][0], together), 'percent')} of all."
    shown = lying(
        [row.by for row in rows], [hours(row[0]) for row in rows],
        [spelled(hours(row[0]), "hours") for row in rows], colours=["--accent"] * len(rows), links=links, unit="",
    )  # fmt: skip
    shown.update_layout(xaxis={"ticksuffix": " h", "tickformat": "~f"})
    return Told(said, columns, lines, shown)


@chart(team_read, "overtime", "Overtime by week")
def overtime_by_week(read: Team) -> Told:
    """Hours beyond those that somebody was there for, by person and week."""
    beyond = {by: weeks for by, weeks in overtime(read).items() if any(weeks)}
    columns = (
        Column("Week"),
        *(Column(read.names[by], "hours") for by in beyond),
        Column("Together", "hours"),
    )
    if not beyond:
        return Told("Nobody clocked more hours than they were there for in these weeks.", columns, [])
    marks = [f"{week.first:%-d %b}" for week in read.weeks]
    links = [rows_behind("time_entries", start_time=Window(week.first, week.last)) for week in read.weeks]
    rows = [[weeks[place] for weeks in beyond.values()] for place in range(len(read.weeks))]
    lines = [
        Line((f"{week.key[5:]}, from {week.first:%-d %b}", *row, sum(row, Decimal(0))), link)
        for week, row, link in zip(read.weeks, rows, links, strict=True)
    ]
    sums = {by: sum(weeks, Decimal(0)) for by, weeks in beyond.items()}
    most = max(sums, key=lambda by: (sums[by], by))
    said = (
        f"{spelled(sum(sums.values()), 'hours')} of overtime in {WEEKS} weeks. {read.names[most]} has most:"
    )
    said += f" {spelled(sums[most], 'hours')} in {counted(sum(1 for each in beyond[most] if each), 'week')}."
    traces = [
        bars(read.names[by], marks, weeks, colour=colour, links=links, dollars=False)
        for (by, weeks), colour in zip(beyond.items(), SERIES, strict=False)
    ]
    shown = stacked(traces, dollars=False)
    shown.update_traces(hovertemplate="%{y:,.1f} h")
    shown.update_layout(yaxis={"ticksuffix": " h", "tickformat": "~f"}, xaxis={"nticks": 6}, showlegend=True)
    return Told(said, columns, lines, shown)
