"""Key figures in words: values, changes with better or worse, and how far it is to the goal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from models.core.types import round_half_up
from models.metrics import Better, Kpi, MetricUnit

from .spelling import NONE, whole_money

GOOD, BAD, EVEN = "good", "bad", "even"
"""What a change or a gap means; the colour follows it."""

NEAR: Final = Decimal("0.05")
"""A gap of this share of the goal is not yet bad."""

_MARKS: Final = {MetricUnit.PERCENT: "%", MetricUnit.HOURS: "h"}


@dataclass(frozen=True)
class Said:
    """Some words, and what they mean."""

    words: str
    tone: str = EVEN
    icon: str = ""
    """The drawing of the way the number went, or nothing."""


def digits_of(kpi: Kpi, value: Decimal | None) -> str:
    """The number without its unit: “$41,280”, “43.8”, “3,412”; a dash where there is none."""
    if value is None:
        return NONE
    if kpi.unit == MetricUnit.DOLLARS:
        return whole_money(value)
    places = (
        0 if value == value.to_integral_value() and kpi.unit in (MetricUnit.COUNT, MetricUnit.PIECES) else 1
    )
    rounded = round_half_up(value, places)
    return f"−{-rounded:,}" if rounded < 0 else f"{rounded:,}"


def mark_of(kpi: Kpi, value: Decimal | None) -> str:
    """The unit that stands behind the number; nothing where none is written."""
    return "" if value is None else _MARKS.get(kpi.unit, "")


def value_of(kpi: Kpi, value: Decimal | None) -> str:
    """The number with its unit: “43.8 %”."""
    return f"{digits_of(kpi, value)} {mark_of(kpi, value)}".rstrip()


def goal_of(kpi: Kpi, goal: Decimal | None) -> str:
    """A goal with its unit, without decimals that say nothing: “90 %”."""
    return value_of(kpi, goal).replace(".0 ", " ").removesuffix(".0")


def difference(kpi: Kpi, amount: Decimal) -> str:
    """A distance between two values: “1.9 points”, “4.4 h”, “$120”."""
    if kpi.unit == MetricUnit.PERCENT:
        return f"{digits_of(kpi, amount)} points"
    return value_of(kpi, amount)


def changed(kpi: Kpi, value: Decimal | None, before: Decimal | None) -> Said:
    """How `value` differs from what was: amounts in percent, else in their own unit, with what it means."""
    if value is None or before is None:
        return Said("")
    if value == before:
        return Said("unchanged")
    change, icon = value - before, "arrow-up" if value > before else "arrow-down"
    size = _size(kpi, change, before)
    if not any(digit in size for digit in "123456789"):
        return Said("unchanged")
    words = f"{'+' if change > 0 else '−'}{size}"
    if kpi.better == Better.NEITHER:
        return Said(f"{words} {'more' if change > 0 else 'less'}", EVEN, icon)
    is_good = (change > 0) == (kpi.better == Better.MORE)
    return Said(f"{words} {'better' if is_good else 'worse'}", GOOD if is_good else BAD, icon)


def _size(kpi: Kpi, change: Decimal, before: Decimal) -> str:
    if kpi.unit in (MetricUnit.DOLLARS, MetricUnit.PIECES) and before:
        return f"{round_half_up(abs(change) * 100 / abs(before), 1):,} %"
    return difference(kpi, abs(change))


def is_met(kpi: Kpi, value: Decimal, goal: Decimal) -> bool:
    """Whether the goal is reached. What is neither better nor worse has nothing to reach."""
    return value <= goal if kpi.better == Better.LESS else value >= goal


def gap(kpi: Kpi, value: Decimal | None, goal: Decimal | None, *, is_running: bool) -> Said:
    """How far it is to the goal: “Met”, “1.2 short”, “3 over”; of an amount the share that is reached.

    An amount of a period that still runs cannot have failed yet.
    """
    if value is None or goal is None or kpi.better == Better.NEITHER:
        return Said("")
    if is_met(kpi, value, goal):
        return Said("Met", GOOD)
    far = abs(value - goal) > abs(goal) * NEAR
    if kpi.is_amount and kpi.better == Better.MORE and goal > 0:
        share = max(Decimal(0), round_half_up(value * 100 / goal, 0))
        return Said(f"{share} %", BAD if far and not is_running else EVEN)
    side = "over" if kpi.better == Better.LESS else "short"
    return Said(f"{difference(kpi, abs(value - goal)).removesuffix(' points')} {side}", BAD if far else EVEN)
