"""The figures of the outlook: hours asked for against the hours there are, by week and by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from plotly import graph_objects as go

from models.core.dates import short_day
from models.scheduling.outlook import Line, Outlook, Sums

from ..core.charts import Chart, Figure, figure

TIGHT: Final = 85
"""Percent above which a day is tight (domain.md, “Schedule and capacity”)."""
FULL: Final = 100

BOOKED: Final = {
    "--accent": "Booked",
    "--amber-dot": f"Booked, more than {TIGHT} % full",
    "--red": f"Booked, more than {FULL} % full",
}
"""What is booked, by the colour of how full its day or week is."""

Period = tuple[str, str, Sums]
"""Its name on the axis, its name in a table, its hours."""


def weeks_of(outlook: Outlook, line: Line) -> list[Period]:
    """The line's hours by calendar week."""
    return [
        (week_name(days), f"{week_name(days)}, from {short_day(days[0])}", line.of(days))
        for days in outlook.weeks
    ]


def days_of(outlook: Outlook, line: Line) -> list[Period]:
    """The line's hours by day, without the days on which nothing is there and nothing asked for."""
    told = ((day, line.of([day])) for day in outlook.days)
    return [
        (_axis_day(day), short_day(day), sums) for day, sums in told if sums.capacity > 0 or sums.demand > 0
    ]


def _axis_day(day: dt.date) -> str:
    return f"{day:%-d %b}"


def week_name(days: Sequence[dt.date]) -> str:
    """Such as “Week 49”."""
    return f"Week {days[0].isocalendar().week}"


def drawn(periods: Sequence[Period], *, notes: bool) -> Figure:
    """Bars of what is asked for, one on the other, and a line of the hours there are; `notes` tell the excess."""
    names = [name for name, _, _ in periods]
    sums = [each for _, _, each in periods]
    bars = [
        *_booked(names, sums),
        _bars("Waiting in the backlog", names, [each.backlog for each in sums], {"colour": "--blue"}),
        _bars("Quotes, weighted", names, [each.quoted for each in sums], {"colour": "--grey"}, pattern="/"),
    ]
    there = go.Scatter(
        name="Hours there are",
        x=names,
        y=_plain(each.capacity for each in sums),
        mode="lines",
        line={"shape": "hvh", "width": 2},
        meta={"colour": "--ink"},
        hovertemplate="%{y:.1f} h",
    )
    return figure(
        [*bars, there],
        barmode="stack",
        xaxis={"type": "category", "nticks": 14, "tickangle": 0},
        yaxis={"ticksuffix": " h"},
        annotations=[_over(name, each) for name, _, each in periods if notes and each.demand > each.capacity],
    )


def _booked(names: Sequence[str], sums: Sequence[Sums]) -> list[go.Bar]:
    """What is booked, in the colour of how full it is: a series for each that occurs, so that the legend tells them."""
    tones = [tone(each) for each in sums]
    return [
        _bars(
            name,
            names,
            [each.booked if mine == colour else None for each, mine in zip(sums, tones, strict=True)],
            {"colour": colour},
        )
        for colour, name in BOOKED.items()
        if colour == "--accent" or colour in tones
    ]


def _bars(
    name: str,
    names: Sequence[str],
    hours: Sequence[Decimal | None],
    meta: dict[str, object],
    pattern: str = "",
) -> go.Bar:
    marker = {"pattern": {"shape": pattern}} if pattern else {}
    return go.Bar(name=name, x=names, y=_plain(hours), meta=meta, marker=marker, hovertemplate="%{y:.1f} h")


def _plain(hours: Iterable[Decimal | None]) -> list[float | None]:
    return [None if each is None else float(round(each, 2)) for each in hours]


def tone(sums: Sums) -> str:
    """The colour of a bar: full, tight or neither."""
    percent = sums.percent
    if percent is None or percent > FULL:
        return "--red"
    return "--amber-dot" if percent > TIGHT else "--accent"


def _over(name: str, sums: Sums) -> dict[str, object]:
    told = f"over by {spelled(sums.demand - sums.capacity)}"
    return {
        "x": name,
        "y": float(sums.demand),
        "text": told,
        "yshift": 10,
        "name": "--red",
        "showarrow": False,
    }


def spelled(hours: Decimal) -> str:
    """Such as “43.5 h”."""
    return f"{round(hours, 1):,} h"


def chart(name: str, title: str, about: str, src: str, periods: Sequence[Period]) -> Chart:
    """The figure's place on the page, with its numbers."""
    rows = [
        [told, *(spelled(each) for each in (s.capacity, s.booked, s.backlog, s.quoted)), percent_of(s)]
        for _, told, s in periods
    ]
    first = "Week" if name == "weeks" else "Day"
    columns = [first, "There are", "Booked", "Backlog", "Quotes, weighted", "Full"]
    return Chart(name, title, about, src, columns, rows)


def percent_of(sums: Sums) -> str:
    """Such as “112 %”; in words where there are no hours at all."""
    return "no hours" if sums.percent is None else f"{sums.percent} %"
