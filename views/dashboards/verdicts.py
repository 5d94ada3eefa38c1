"""What a goal of the scorecard has come to: met, on the way or off course, and why, in a plain sentence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from models.core.periods import Period, period_named
from models.metrics import Better, Kpi

from .figure_words import BAD, EVEN, GOOD, NEAR, changed, difference, goal_of, is_met, value_of
from .key_figures import Figure, Point
from .spelling import counted

MET, ON_THE_WAY, OFF_COURSE, COUNTED, NO_GOAL, NO_ANSWER = (
    "Met", "On the way", "Off course", "Counted", "No goal", "No answer yet",
)  # fmt: skip

TONES: Final = {MET: GOOD, ON_THE_WAY: "near", OFF_COURSE: BAD}


@dataclass(frozen=True)
class Verdict:
    """The state in a word, and the sentence."""

    state: str
    sentence: str

    @property
    def tone(self) -> str:
        """What the state means; the colour follows it."""
        return TONES.get(self.state, EVEN)


def verdict_on(figure: Figure, period: Period) -> Verdict:
    """How `figure` stands in `period`."""
    kpi, point = figure.kpi, figure.at(period)
    if point.value is None:
        return Verdict(NO_ANSWER, f"Nothing of {period} to tell it by.")
    if kpi.better == Better.NEITHER:
        return Verdict(COUNTED, _refused(point.value))
    if point.goal is None:
        return Verdict(NO_GOAL, _without_goal(figure, point))
    if is_met(kpi, point.value, point.goal):
        return Verdict(MET, _met(figure, point.value, point.goal))
    return _on_the_way(figure, point, point.value, point.goal)


def _refused(value: Decimal) -> str:
    if not value:
        return "No booking would have overlapped another."
    return f"{counted(int(value), 'booking')} that would have overlapped another did not take place."


def _without_goal(figure: Figure, point: Point) -> str:
    change = changed(figure.kpi, point.value, point.year_before).words
    beside = f" Beside a year before: {change}." if change else ""
    if not figure.baseline_month and figure.kpi.goal_change is not None:
        return f"The goal is a change against a month that nobody has chosen yet: set the baseline.{beside}"
    return f"Nobody has set a goal.{beside}"


def _met(figure: Figure, value: Decimal, goal: Decimal) -> str:
    kpi = figure.kpi
    verb = "is within" if kpi.better == Better.LESS else "reaches"
    said = f"{value_of(kpi, value)} {verb} the goal of {goal_of(kpi, goal)}."
    if figure.baseline is not None and figure.baseline_month:
        said += f" In {period_named(figure.baseline_month)} it was {value_of(kpi, figure.baseline)}."
    return said


def _on_the_way(figure: Figure, point: Point, value: Decimal, goal: Decimal) -> Verdict:
    """Better than the baseline, or without one than a year before; without both, near the goal."""
    kpi = figure.kpi
    side = "over" if kpi.better == Better.LESS else "short of"
    said = f"{difference(kpi, abs(value - goal))} {side} the goal of {goal_of(kpi, goal)}"
    start, when = _start(figure, point)
    if start is None:
        is_near = abs(value - goal) <= abs(goal) * NEAR
        return Verdict(ON_THE_WAY if is_near else OFF_COURSE, f"{said}.")
    if _is_better(kpi, value, start):
        return Verdict(ON_THE_WAY, f"{said}, and better than the {value_of(kpi, start)} of {when}.")
    same = "as far as" if value == start else "further than"
    return Verdict(OFF_COURSE, f"{said}: {same} the {value_of(kpi, start)} of {when}.")


def _start(figure: Figure, point: Point) -> tuple[Decimal | None, str]:
    if figure.baseline is not None and figure.baseline_month:
        return figure.baseline, str(period_named(figure.baseline_month))
    return point.year_before, "a year before"


def _is_better(kpi: Kpi, value: Decimal, than: Decimal) -> bool:
    return value < than if kpi.better == Better.LESS else value > than
