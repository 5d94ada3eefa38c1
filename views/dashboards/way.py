"""The way to a goal as a small drawing: a bar of what is, with marks for the baseline and the goal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from models.metrics import Kpi, MetricUnit

WIDTH: Final = 240
"""Of the drawing, in its own units."""
HUNDRED: Final = Decimal(100)


@dataclass(frozen=True)
class Way:
    """How far along the drawing each stands; None what is not known."""

    now: float | None
    baseline: float | None
    goal: float | None
    tone: str


def way(kpi: Kpi, value: Decimal | None, baseline: Decimal | None, goal: Decimal | None, tone: str) -> Way:
    """The way; without a goal there is none. It says nothing that the numbers beside it do not: a screen reader passes
    it by.
    """
    full = _full(kpi, [each for each in (value, baseline, goal) if each is not None])
    return Way(None if goal is None else _at(value, full), _at(baseline, full), _at(goal, full), tone)


def way_of_share(value: Decimal | None, goal: Decimal, tone: str) -> Way:
    """The way of a share in percent that no key figure tells."""
    return Way(_at(value, HUNDRED), None, _at(goal, HUNDRED), tone)


def _full(kpi: Kpi, known: list[Decimal]) -> Decimal:
    """What the whole bar stands for: all of a share, else a tenth more than the largest."""
    if kpi.unit == MetricUnit.PERCENT:
        return max([HUNDRED, *known])
    return max([*known, Decimal(0)]) * Decimal("1.1") or Decimal(1)


def _at(value: Decimal | None, full: Decimal) -> float | None:
    if value is None:
        return None
    return round(1 + (WIDTH - 2) * float(min(max(value / full, Decimal(0)), Decimal(1))), 1)
