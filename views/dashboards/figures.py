"""Figures that several charts are drawn as. They name colours of the theme; every mark may lead to its rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from plotly import graph_objects as go

from models.core.periods import Period

from ..core.charts import Figure, figure

SERIES: Final = ("--series-1", "--series-2", "--series-3", "--series-4", "--series-5", "--series-6")
"""Six colours that people tell apart however they see colours, in the order of use."""


def number(value: Decimal | None) -> float | None:
    """A number as a drawing needs it. What people read is spelled from the decimal itself."""
    return None if value is None else float(value)


def bars(
    name: str,
    marks: Sequence[str],
    values: Sequence[Decimal | None],
    *,
    colour: str = "--accent",
    links: Sequence[str] = (),
    dollars: bool = True,
) -> go.Bar:
    """Upright bars, one for each mark."""
    return go.Bar(
        name=name,
        x=list(marks),
        y=[number(value) for value in values],
        customdata=list(links) or None,
        meta={"colour": colour},
        hovertemplate="$%{y:,.2f}" if dollars else "%{y:,}",
    )


def marks_of(months: Sequence[Period]) -> list[str]:
    """What months are called on an axis: “Nov”, and with the year where one begins."""
    return [
        f"{month.first:%b}<br>{month.first:%Y}"
        if place == 0 or month.first.month == 1
        else f"{month.first:%b}"
        for place, month in enumerate(months)
    ]


def stacked(traces: Sequence[Any], *, dollars: bool = True) -> Figure:
    """Bars that stand on each other, by month; a line of twelve months needs a mark more than these."""
    return figure(
        traces,
        barmode="relative",
        xaxis={"type": "category", "nticks": 13, "tickangle": 0},
        yaxis={"tickprefix": "$" if dollars else "", "tickformat": "~s"},
    )


def named(traces: Sequence[Any]) -> Figure:
    """Upright bars of things, not of months: all their names are written, aslant where they have no room."""
    made = stacked(traces, dollars=False)
    made.update_layout(xaxis={"type": "category", "nticks": None, "tickangle": None})
    return made


def line(
    name: str, marks: Sequence[str], values: Sequence[Decimal | None], *, colour: str, dash: str = "solid"
) -> Any:
    """A line over the marks."""
    return go.Scatter(
        name=name,
        x=list(marks),
        y=[number(value) for value in values],
        mode="lines+markers",
        line={"width": 2, "dash": dash},
        marker={"size": 6},
        meta={"colour": colour},
        hovertemplate="%{y:,.2f}",
    )


def lying(
    names: Sequence[str],
    values: Sequence[Decimal],
    texts: Sequence[str],
    *,
    colours: Sequence[str],
    links: Sequence[str] = (),
    unit: str = "$",
) -> Figure:
    """Bars that lie, the first on top: for names. Each carries its text."""
    bar = _with_texts(
        texts,
        colours,
        links,
        x=[number(value) for value in values],
        y=list(range(len(names))),
        orientation="h",
        width=min(0.66, 0.22 * len(names)),
    )
    return figure(
        [bar],
        hovermode="closest",
        showlegend=False,
        margin={"l": 46, "r": 64, "t": 8, "b": 34, "pad": 6},
        xaxis={"tickprefix": unit, "tickformat": "~s", "showgrid": True, "nticks": 5},
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(names))),
            "ticktext": [short(name) for name in names],
            "autorange": "reversed",
            "showgrid": False,
        },
    )


def _with_texts(texts: Sequence[str], colours: Sequence[str], links: Sequence[str], **bar: Any) -> go.Bar:
    """Bars of which each has its text beside it, a colour of its own, and the rows behind it."""
    return go.Bar(
        **bar,
        text=list(texts),
        textposition="outside",
        cliponaxis=False,
        constraintext="none",
        customdata=list(links) or None,
        meta={"colours": list(colours)},
        hovertemplate="%{text}<extra></extra>",
    )


def short(name: str, longest: int = 22) -> str:
    """A name that fits beside a bar; the table has all of it."""
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def waterfall(steps: Sequence[tuple[str, Decimal, str]], links: Sequence[str] = ()) -> Figure:
    """From the first step, a sum, by what is taken off, to the last, what is left: name, amount, text.

    The last may lie below zero; each step between hangs from where the one before ended.
    """
    base, heights, colours, level = [], [], [], steps[0][1]
    for place, (_, amount, _) in enumerate(steps):
        is_sum = place in (0, len(steps) - 1)
        begin, height = (Decimal(0), amount) if is_sum else (level, -amount)
        level = level if is_sum else level - amount
        base.append(number(begin))
        heights.append(number(height))
        colours.append(_step_colour(place, len(steps), amount))
    names, texts = [name for name, _, _ in steps], [text for _, _, text in steps]
    bar = _with_texts(texts, colours, links, x=names, y=heights, base=base)
    return figure(
        [bar],
        hovermode="closest",
        showlegend=False,
        margin={"l": 46, "r": 12, "t": 24, "b": 34, "pad": 2},
        xaxis={"type": "category"},
        yaxis={"tickprefix": "$", "tickformat": "~s"},
    )


def _step_colour(place: int, steps: int, amount: Decimal) -> str:
    if place == 0:
        return "--grey"
    if place == steps - 1:
        return "--accent" if amount >= 0 else "--red"
    return "--series-2"
