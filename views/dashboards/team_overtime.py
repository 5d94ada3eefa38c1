"""Hours beyond those that people were there for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from .declared import Column, Line, Told, chart
from .spelling import counted, spelled
from .team import WEEKS, Team, drawn_by_week, overtime, team_read


@chart(team_read, "overtime", "Overtime by week")
def overtime_by_week(read: Team) -> Told:
    """Hours beyond those that somebody was there for, by person and week."""
    beyond = {by: weeks for by, weeks in overtime(read).items() if any(weeks)}
    people = (Column(read.names[by], "hours") for by in beyond)
    columns = (Column("Week"), *people, Column("Together", "hours"))
    if not beyond:
        return Told("Nobody clocked more hours than they were there for in these weeks.", columns, [])
    rows = [[weeks[place] for weeks in beyond.values()] for place in range(len(read.weeks))]
    lines = [
        Line((name, *row, sum(row, Decimal(0))), link)
        for name, row, link in zip(read.week_names, rows, read.week_links, strict=True)
    ]
    shown = drawn_by_week(read, beyond)
    shown.update_layout(xaxis={"nticks": 6}, showlegend=True)
    return Told(_told(read, beyond), columns, lines, shown)


def _told(read: Team, beyond: Mapping[str, Sequence[Decimal]]) -> str:
    """All of it, and who has most."""
    sums = {by: sum(weeks, Decimal(0)) for by, weeks in beyond.items()}
    most = max(sums, key=lambda by: (sums[by], by))
    said = (
        f"{spelled(sum(sums.values()), 'hours')} of overtime in {WEEKS} weeks. {read.names[most]} has most:"
    )
    return f"{said} {spelled(sums[most], 'hours')} in {counted(sum(1 for each in beyond[most] if each), 'week')}."
