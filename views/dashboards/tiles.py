"""Tiles: a key figure at a glance, beside what it was and what it should be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from models.core import clock
from models.core.actor import current_actor
from models.core.periods import Period
from models.core.visibility import reads_costs

from .figure_words import Said, changed, digits_of, gap, goal_of, mark_of, value_of
from .key_figures import Figure, periods_until, values_of
from .sparkline import Sparkline, in_words, sparkline


@dataclass(frozen=True)
class Tile:
    """What a tile shows. `mark` is the unit behind the number, `note` what is true of this tile alone."""

    name: str
    title: str
    about: str
    value: str
    mark: str
    change: Said
    was: str
    drawing: Sparkline
    goal: str
    gap: Said
    href: str
    note: str = ""


def tile_of(figure: Figure, period: Period, *, against: str, href: str, of_customer: bool) -> Tile:
    """The tile of a key figure in `period`, compared with the period before or, `against` “year”, a year before."""
    kpi, point = figure.kpi, figure.at(period)
    before = point.year_before if against == "year" else point.previous
    periods = periods_until(period)
    values = values_of(figure, periods)
    is_running = period.last >= clock.shop_day()
    return Tile(
        kpi.name,
        figure.title,
        kpi.about,
        digits_of(kpi, point.value),
        mark_of(kpi, point.value),
        changed(kpi, point.value, before),
        f"was {value_of(kpi, before)}" if before is not None else "",
        sparkline(values, point.goal, in_words(kpi, periods, values)),
        _goal(figure, point.goal),
        gap(kpi, point.value, point.goal, is_running=is_running),
        href,
        "Of the whole shop" if of_customer and figure.is_whole_shop else "",
    )


def _goal(figure: Figure, goal: Decimal | None) -> str:
    return "No goal" if goal is None else f"Goal {goal_of(figure.kpi, goal)}"


def abreast(number: int) -> int:
    """How many tiles stand beside each other at a desk: so many that the last row has the fewest gaps."""
    return min((6, 5, 4), key=lambda columns: -number % columns) if number > 6 else 6


def is_theirs(figure: Figure) -> bool:
    """Whether the person at the door may see this key figure: one of costs only who reads costs."""
    return not figure.kpi.of_costs or reads_costs(current_actor())
