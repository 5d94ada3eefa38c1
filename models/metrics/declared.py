"""Key figures (KPIs), declared once.

    @kpi(
        "customer_satisfaction", "Customer satisfaction",
        category=MetricCategory.CUSTOMER, unit=MetricUnit.SCORE, better=Better.MORE,
        parts=(Part("Score"), Part("Answers")), facts={JobRating: moment_of("created_at")},
    )
    def customer_satisfaction(asked: Asked) -> Rows:
        "What customers say of finished jobs, from 1 (poor) to 5 (very good), on average of the period's answers."
        return asked.rows(JobRating, asked.moments(JobRating.created_at), JobRating.id, top=JobRating.score, bottom=1)

The function tells which rows stand behind the key figure and what each adds to it: the value is their sum, or the sum
of their tops over that of their bottoms. From it come its rows in `business_metrics` for every period, kept right when
facts arrive late, the list of what stands behind each (`behind`), its tile, its trend, its goal and the sentence that
explains it: the function's docstring. `facts` names the models that decide, each with the days that a written row of
it touches.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.events import Fact
from ..core.periods import PeriodKind
from .windows import Asked


class MetricCategory(enum.StrEnum):
    """What a key figure tells of."""

    REVENUE = "REVENUE"
    COSTS = "COSTS"
    PRODUCTIVITY = "PRODUCTIVITY"
    CUSTOMER = "CUSTOMER"
    INVENTORY = "INVENTORY"


class MetricUnit(enum.StrEnum):
    """What it is counted in."""

    DOLLARS = "DOLLARS"
    PERCENT = "PERCENT"
    HOURS = "HOURS"
    PIECES = "PIECES"
    COUNT = "COUNT"
    SCORE = "SCORE"


class Better(enum.StrEnum):
    """Which way is good."""

    MORE = "MORE"
    LESS = "LESS"
    NEITHER = "NEITHER"


class Reckoning(enum.StrEnum):
    """How a period's value comes of its days."""

    SUMMED = "SUMMED"
    """The days' tops, added up; over the days' bottoms, added up, where it has some."""
    RUNNING = "RUNNING"
    """All days' tops until the end of the period, added up: what there is by then."""
    MEDIAN = "MEDIAN"
    """Of the period's rows the one in the middle, or both of them."""
    STANDING = "STANDING"
    """Asked of the end of the period at once: how things stood then. A late fact touches all later ends."""


Days = Callable[[Session, Fact], Iterable[dt.date | None]]
"""The days that a written row touches."""

Rows = sa.Select[Any] | sa.CompoundSelect[Any]
"""A statement of rows as `Asked.rows` makes them, or of several kinds of such rows together."""

Question = Callable[[Asked], Rows]
"""Tells which rows stand behind a key figure in each window."""


@dataclass(frozen=True)
class Part:
    """What the rows add to a key figure: what that is called, its unit, and how much of it makes one of those.

    Hours are added in seconds, 3,600 of which make one, so that nothing is rounded on the way.
    """

    title: str
    unit: MetricUnit = MetricUnit.COUNT
    scale: int = 1


@dataclass(frozen=True)
class Kpi:
    """A declared key figure."""

    name: str
    title: str
    about: str
    category: MetricCategory
    unit: MetricUnit
    better: Better
    reckoning: Reckoning
    of_costs: bool
    by_customer: bool
    periods: frozenset[PeriodKind]
    parts: tuple[Part, ...]
    goal: Decimal | None
    goal_change: Decimal | None
    on_overview: bool
    facts: Mapping[type[Any], Days] = field(hash=False)
    ask: Question = field(hash=False)

    @property
    def is_share(self) -> bool:
        """Whether it is the sum of tops over that of bottoms."""
        return len(self.parts) > 1

    @property
    def is_amount(self) -> bool:
        """Whether longer periods have more of it, so that a month's goal is not a year's."""
        return self.reckoning == Reckoning.SUMMED and not self.is_share

    @property
    def is_made_of_days(self) -> bool:
        """Whether its periods are sums of its days, which are kept."""
        return self.reckoning in (Reckoning.SUMMED, Reckoning.RUNNING)

    @property
    def lasts(self) -> bool:
        """Whether it tells how things stand at the end of a period: a late fact touches all later ends."""
        return self.reckoning in (Reckoning.RUNNING, Reckoning.STANDING)

    @property
    def factor(self) -> Decimal:
        """What top over bottom is multiplied by."""
        return Decimal(100) if self.unit == MetricUnit.PERCENT else Decimal(1)


KPIS: Final[dict[str, Kpi]] = {}
"""Every declared key figure, in the order of declaration."""


def kpi(
    name: str,
    title: str,
    *,
    category: MetricCategory,
    unit: MetricUnit,
    better: Better,
    facts: Mapping[type[Any], Days],
    parts: tuple[Part, ...],
    reckoning: Reckoning = Reckoning.SUMMED,
    of_costs: bool = False,
    by_customer: bool = True,
    periods: Collection[PeriodKind] = tuple(PeriodKind),
    goal: str = "",
    goal_change: str = "",
    on_overview: bool = False,
) -> Callable[[Question], Question]:
    """Declare a key figure by the function that asks for it. Its docstring is its definition, for readers.

    `parts`: what its rows add, of a share the top and the bottom; `of_costs`: only who reads costs may see it;
    `by_customer`: it can be told of one customer (the function minds `asked.customer_id`); `goal`, `goal_change`
    (percent) and `on_overview` are what the owner finds at first. ValueError when two have one name.
    """

    def declare(ask: Question) -> Question:
        if name in KPIS:
            raise ValueError(f"Two key figures are called {name}.")
        about = " ".join((ask.__doc__ or "").split())
        KPIS[name] = Kpi(
            name, title, about, category, unit, better, reckoning, of_costs, by_customer,
            frozenset(periods), parts, _number(goal), _number(goal_change), on_overview, facts, ask,
        )  # fmt: skip
        return ask

    return declare


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def day_of(*columns: str) -> Days:
    """The days in these columns of a row, and those that stood there before."""

    def days(_session: Session, fact: Fact) -> Iterable[dt.date | None]:
        return [told.get(column) for told in (fact.values, fact.before) for column in columns]

    return days


def moment_of(*columns: str) -> Days:
    """The shop days of the moments in these columns of a row, and of those that stood there before."""
    find = day_of(*columns)

    def days(session: Session, fact: Fact) -> Iterable[dt.date | None]:
        moments: Iterable[Any] = find(session, fact)
        return [clock.shop_day(moment) for moment in moments if moment is not None]

    return days
