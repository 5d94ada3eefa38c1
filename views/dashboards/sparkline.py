"""A trend as a small drawing made here: no script draws it, and its text says what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from models.core.periods import Period
from models.metrics import Kpi

from .figure_words import value_of

WIDTH, HEIGHT, EDGE = 120, 32, 4
"""Of the drawing, in its own units; the edge leaves room for the last point."""

Point = tuple[float, float]

_ROUND: Final = 1


@dataclass(frozen=True)
class Sparkline:
    """The drawing as the template needs it: each stretch without a gap, the height of the goal, and the last point."""

    lines: Sequence[str]
    goal: float | None
    last: Point | None
    alternative: str


def sparkline(values: Sequence[Decimal | None], goal: Decimal | None, alternative: str) -> Sparkline:
    """The line of the values, gaps where there is none, the goal, and the last value as a point."""
    known = [float(value) for value in values if value is not None]
    scale = [*known, float(goal)] if goal is not None else known
    if not known:
        return Sparkline((), None, None, alternative)
    low, high = min(scale), max(scale)
    points = [_point(place, len(values), value, low, high) for place, value in enumerate(values)]
    height = None if goal is None else _height(float(goal), low, high)
    return Sparkline(tuple(_lines(points)), height, points[-1], alternative)


def _point(place: int, number: int, value: Decimal | None, low: float, high: float) -> Point | None:
    if value is None:
        return None
    across = EDGE + (WIDTH - 2 * EDGE) * place / max(1, number - 1)
    return round(across, _ROUND), _height(float(value), low, high)


def _height(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * share, _ROUND)


def _lines(points: Sequence[Point | None]) -> Iterator[str]:
    """The steps of a path for each stretch without a gap."""
    stretch: list[Point] = []
    for point in (*points, None):
        if point is not None:
            stretch.append(point)
        elif stretch:
            yield "M" + "L".join(f"{across} {down}" for across, down in stretch)
            stretch = []


def in_words(kpi: Kpi, periods: Sequence[Period], values: Sequence[Decimal | None]) -> str:
    """What the line shows: from where to where, and between which values."""
    known = [(period, value) for period, value in zip(periods, values, strict=True) if value is not None]
    if not known:
        return "Nothing to tell yet."
    (first, start), (last, end) = known[0], known[-1]
    low, high = (value_of(kpi, pick(value for _, value in known)) for pick in (min, max))
    return (
        f"From {value_of(kpi, start)} in {first} to {value_of(kpi, end)} in {last};"
        f" lowest {low}, highest {high}."
    )
