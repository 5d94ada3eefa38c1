"""Numbers beside those of the period before and of the year before, and key figures in a row of periods."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from models.core.periods import Period
from models.core.types import round_half_up
from models.insight import Compared, Row
from models.metrics import KPIS, BusinessMetric, Kpi, MetricUnit
from models.metrics.keeping import change as change_of

from ..core.charts import Figure
from .declared import Column, Fact, Line
from .figures import bars, line, marks_of, stacked
from .spelling import NONE, spelled

Kept = Mapping[tuple[str, str], BusinessMetric]
"""Rows of key figures by name and period's key."""

FEW: Final = 6
"""Below so many an axis marks each."""

_KINDS: Final = {
    MetricUnit.DOLLARS: "money",
    MetricUnit.PERCENT: "percent",
    MetricUnit.HOURS: "hours",
    MetricUnit.PIECES: "rounded",
    MetricUnit.COUNT: "rounded",
    MetricUnit.SCORE: "score",
}


def kind_of(kpi: Kpi) -> str:
    """How its values are spelled."""
    return "quantity" if kpi.unit == MetricUnit.COUNT and kpi.is_share else _KINDS[kpi.unit]


def facts_of(kept: Kept, names: Collection[str], compared: Compared) -> list[Fact]:
    """The period's key figures, each beside both others."""
    return [_fact(KPIS[name], kept.get((name, compared.period.key))) for name in names]


def _fact(kpi: Kpi, row: BusinessMetric | None) -> Fact:
    if row is None or row.value is None:
        return Fact(kpi.title, NONE, "nothing to tell yet")
    kind = kind_of(kpi)
    return Fact(kpi.title, spelled(row.value, kind), was(row.previous_value, row.year_before_value, kind))


def was(before: Decimal | None, year: Decimal | None, kind: str) -> str:
    """Such as “was 1,204; a year before 980”."""
    told = [f"was {spelled(before, kind)}"] if before is not None else []
    if year is not None:
        told.append(f"a year before {spelled(year, kind)}")
    return "; ".join(told)


def moved(now: Decimal, before: Decimal | None, what: str) -> str:
    """Such as “12.5 % more than in October 2026”; "" where there is nothing to compare with."""
    by = change_of(now, before)
    if by is None:
        return ""
    return (
        f"as many as {what}" if by == 0 else f"{abs(by):,.1f} % {'more' if by > 0 else 'fewer'} than {what}"
    )


def sentence(*parts: str) -> str:
    """The parts that say something, one after the other."""
    return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class Point:
    """A value of a period, beside the year before's and the goal, with the two numbers of a share."""

    period: Period
    value: Decimal | None
    year: Decimal | None = None
    goal: Decimal | None = None
    top: Decimal | None = None
    bottom: Decimal | None = None


def points_of(kept: Kept, name: str, periods: Sequence[Period]) -> list[Point]:
    """The kept values of a key figure in these periods."""
    found = []
    for period in periods:
        row = kept.get((name, period.key))
        values = (row.value, row.year_before_value, row.target_value, row.top, row.bottom) if row else (None,)
        found.append(Point(period, *values))
    return found


def trend_lines(points: Sequence[Point], links: Sequence[str] = ()) -> list[Line]:
    """A line for each: the period, its value, the one before, the year before, and the change."""
    told, before = [], None
    for place, point in enumerate(points):
        by = change_of(point.value, point.year)
        values = (_capital(str(point.period)), point.value, before, point.year, by)
        told.append(Line(values, links[place] if links else ""))
        before = point.value
    return told


def trend_columns(heading: str, name: str, kind: str) -> tuple[Column, ...]:
    """The columns of `trend_lines`."""
    return (
        Column(heading), Column(name, kind), Column("The one before", kind), Column("A year before", kind),
        Column("Change in a year", "percent"),
    )  # fmt: skip


def trend_bars(name: str, points: Sequence[Point], links: Sequence[str] = ()) -> Figure:
    """Bars of the periods beside grey ones of a year before."""
    marks = week_marks(points) if _are_weeks(points) else marks_of([point.period for point in points])
    traces = [bars(name, marks, [point.value for point in points], links=links, dollars=False)]
    if any(point.year for point in points):
        years = [point.year for point in points]
        traces.insert(0, bars("A year before", marks, years, colour="--grey", dollars=False))
    shown = stacked(traces, dollars=False)
    values = [number for point in points for number in (point.value, point.year)]
    axis = {"xaxis": {"nticks": 6}} if _are_weeks(points) else {}
    shown.update_layout(barmode="group", yaxis=whole_axis(values), **axis)
    return shown


def whole_axis(values: Sequence[Decimal | None]) -> dict[str, Any]:
    """An axis of things that are counted: no marks between whole numbers."""
    few = max((value or 0 for value in values), default=0) < FEW
    return {"tickformat": "~s", "dtick": 1} if few else {"tickformat": "~s"}


def trend_line(
    name: str, points: Sequence[Point], links: Sequence[str] = (), *, suffix: str = "", has_year: bool = True
) -> Figure:
    """A line of the periods, a grey one of a year before, and the goal dotted."""
    marks = marks_of([point.period for point in points])
    traces = []
    if has_year and any(point.year is not None for point in points):
        traces.append(line("A year before", marks, [point.year for point in points], colour="--grey"))
    traces.append(line(name, marks, [point.value for point in points], colour="--accent"))
    traces[-1].update(customdata=list(links) or None)
    if any(point.goal is not None for point in points):
        goal = line("Goal", marks, [point.goal for point in points], colour="--ink", dash="dot")
        goal.update(mode="lines")
        traces.append(goal)
    shown = stacked(traces, dollars=False)
    shown.update_traces(hovertemplate=f"%{{y:,.1f}}{suffix}", connectgaps=True)
    shown.update_layout(yaxis={"ticksuffix": suffix, "tickformat": "~f"})
    return shown


def week_marks(points: Sequence[Point]) -> list[str]:
    """What weeks are called on an axis: their Mondays."""
    return [f"{point.period.first:%-d %b}" for point in points]


def _are_weeks(points: Sequence[Point]) -> bool:
    return any("W" in point.period.key for point in points)


def share(top: Any, bottom: Any) -> Decimal | None:
    """In percent; None of nothing."""
    return round_half_up(Decimal(top) * 100 / Decimal(bottom)) if bottom else None


def over(top: Any, bottom: Any, places: int = 2) -> Decimal | None:
    """So much for each; None of nothing."""
    return round_half_up(Decimal(top) / Decimal(bottom), places) if bottom else None


def by_key(rows: Sequence[Row]) -> dict[str, Row]:
    """Rows by what they are of."""
    return {row.by: row for row in rows}


def hours(seconds: Any) -> Decimal:
    """Seconds as hours."""
    return Decimal(seconds) / 3600


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


__all__ = [
    "Kept", "Point", "by_key", "change_of", "facts_of", "hours", "kind_of", "moved", "over", "points_of", "sentence",
    "share", "trend_bars", "trend_columns", "trend_line", "trend_lines", "was", "whole_axis",
]  # fmt: skip
