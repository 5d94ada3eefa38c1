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

from ..core.charts import Figure
from .against import by_key, hours, share, was
from .asked import Asked
from .declared import Fact, dashboard
from .drill import rows_of as rows_behind
from .figures import SERIES, bars, stacked
from .spelling import money, spelled

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

    @property
    def marks(self) -> list[str]:
        """The weeks as an axis names them."""
        return [f"{week.first:%-d %b}" for week in self.weeks]

    @property
    def week_names(self) -> list[str]:
        """The weeks as a table names them."""
        return [f"{week.key[5:]}, from {week.first:%-d %b}" for week in self.weeks]

    @property
    def week_links(self) -> list[str]:
        """The time entries of each week."""
        return [rows_behind("time_entries", start_time=Window(week.first, week.last)) for week in self.weeks]

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


def drawn_by_week(read: Team, people: Mapping[str, Sequence[Decimal]]) -> Figure:
    """The hours of `people` week by week, on top of each other."""
    traces = [
        bars(read.names[by], read.marks, weeks, colour=colour, links=read.week_links, dollars=False)
        for (by, weeks), colour in zip(people.items(), SERIES, strict=False)
    ]
    shown = stacked(traces, dollars=False)
    shown.update_traces(hovertemplate="%{y:,.1f} h")
    shown.update_layout(yaxis={"ticksuffix": " h", "tickformat": "~f"})
    return shown
