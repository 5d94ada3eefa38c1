"""A key figure month by month: beside the year before in grey, its goal dotted, and the numbers of all three."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from models.core.periods import Period
from models.metrics import Kpi, MetricUnit

from ..core.charts import Figure as Drawing
from .asked import Asked
from .declared import Column, Line, Told
from .figure_words import changed, goal_of, value_of
from .figures import bars, line, marks_of, stacked
from .key_figures import Figure, Point

KINDS: Final = {MetricUnit.DOLLARS: "money", MetricUnit.PERCENT: "percent", MetricUnit.PIECES: "whole"}
"""How the values of a unit are spelled in a column; a quantity otherwise."""

_HOVER: Final = {
    MetricUnit.DOLLARS: "$%{y:,.2f}",
    MetricUnit.PERCENT: "%{y:.1f} %",
    MetricUnit.HOURS: "%{y:.1f} h",
}

_AXES: Final[dict[MetricUnit, dict[str, str]]] = {
    MetricUnit.DOLLARS: {"tickprefix": "$", "tickformat": "~s"},
    MetricUnit.PERCENT: {"ticksuffix": " %", "tickformat": ".0f"},
    MetricUnit.HOURS: {"ticksuffix": " h", "tickformat": "~f"},
}


def by_month(figure: Figure, months: Sequence[Period], asked: Asked) -> Told:
    """What `figure` came to in each of `months`, said, listed and drawn; each month leads to its rows."""
    points = [figure.at(month) for month in months]
    kind = KINDS.get(figure.kpi.unit, "quantity")
    columns = (
        Column("Month"), Column(figure.title, kind), Column("Year before", kind), Column("Change"),
        Column("Goal", kind),
    )  # fmt: skip
    links = [rows_behind(figure.kpi, month, asked) for month in months]
    lines = [
        Line((str(month), *_numbers(figure.kpi, point)), link)
        for month, point, link in zip(months, points, links, strict=True)
    ]
    drawing = _drawn(figure, months, points, links) if any(_known(point) for point in points) else None
    return Told(_said(figure, months, points), columns, lines, drawing)


def _known(point: Point) -> bool:
    return point.value is not None or point.year_before is not None


def _numbers(kpi: Kpi, point: Point) -> tuple[Any, ...]:
    numbers = [_whole(kpi, each) for each in (point.value, point.year_before, point.goal)]
    return (*numbers[:2], changed(kpi, point.value, point.year_before).words, numbers[2])


def _whole(kpi: Kpi, value: Decimal | None) -> Decimal | int | None:
    return int(value) if value is not None and kpi.unit == MetricUnit.PIECES else value


def rows_behind(kpi: Kpi, period: Period, asked: Asked) -> str:
    """The address of the rows behind a period: of the whole shop where the key figure is told of no customer."""
    told = {"figure": kpi.name, "period": period.key, "against": ""}
    return asked.address("behind", **told if kpi.by_customer else told | {"customer": ""})


def _said(figure: Figure, months: Sequence[Period], points: Sequence[Point]) -> str:
    """The last month, beside a year before."""
    month, point, kpi = months[-1], points[-1], figure.kpi
    if point.value is None:
        return f"{month}: nothing to tell yet."
    said = f"{month}: {value_of(kpi, point.value)}"
    change = changed(kpi, point.value, point.year_before).words
    if change:
        said += f", a year before {value_of(kpi, point.year_before)} ({change})"
    if point.goal is not None:
        said += f"; the goal is {goal_of(kpi, point.goal)}"
    return f"{said}."


def _drawn(
    figure: Figure, months: Sequence[Period], points: Sequence[Point], links: Sequence[str]
) -> Drawing:
    """Bars of what adds up, lines of all else."""
    kpi, marks = figure.kpi, marks_of(months)
    before, now = [point.year_before for point in points], [point.value for point in points]
    goals = [point.goal for point in points]
    if kpi.is_amount:
        traces = [
            bars("Year before", marks, before, colour="--grey"),
            bars(figure.title, marks, now, colour="--accent"),
        ]
    else:
        traces = [
            line("Year before", marks, before, colour="--grey"),
            line(figure.title, marks, now, colour="--accent"),
        ]
    if not any(value is not None for value in before):
        traces = traces[1:]
    if any(links):
        traces[-1].update(customdata=list(links))
    if any(goal is not None for goal in goals):
        traces.append(line("Goal", marks, goals, colour="--ink-2", dash="dot").update(mode="lines"))
    drawing = stacked(traces, dollars=kpi.unit == MetricUnit.DOLLARS)
    drawing.update_traces(hovertemplate=_HOVER.get(kpi.unit, "%{y:,~f}"))
    drawing.update_layout(barmode="group", yaxis=_AXES.get(kpi.unit, {"tickformat": "~s"}))
    if not kpi.is_amount:
        drawing.update_layout(yaxis={"rangemode": "normal"})
    return drawing
