"""Key figures (KPIs), declared once.

    @kpi(
        "throughput_pieces", "Pieces finished",
        category=MetricCategory.PRODUCTIVITY, unit=MetricUnit.PIECES, better=Better.MORE,
        rows="/jobs/list/?…{first}…{last}", facts={JobStatusUpdate: moment_of("created_at")},
    )
    def throughput_pieces(asked: Asked) -> sa.Select[Any]:
        "Pieces of the jobs that became ready in the period."

From it come its rows in `business_metrics` for every period, kept right when facts arrive late, its tile, its trend,
its goal and the sentence that explains it: the function's docstring. `facts` names the models that decide, each with
the days that a written row of it touches.
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
    WHOLE = "WHOLE"
    """Asked of the period at once: a median, or how many different ones."""
    STANDING = "STANDING"
    """Asked of the end of the period at once: how things stood then. A late fact touches all later ends."""


Days = Callable[[Session, Fact], Iterable[dt.date | None]]
"""The days that a written row touches."""

Question = Callable[[Asked], sa.Select[Any]]
"""Makes a statement with a row for each window: its key, the top and, of a share, the bottom."""


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
    is_share: bool
    of_costs: bool
    by_customer: bool
    periods: frozenset[PeriodKind]
    rows: str
    goal: Decimal | None
    goal_change: Decimal | None
    on_overview: bool
    facts: Mapping[type[Any], Days] = field(hash=False)
    ask: Question = field(hash=False)

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
    rows: str = "",
    reckoning: Reckoning = Reckoning.SUMMED,
    is_share: bool = False,
    of_costs: bool = False,
    by_customer: bool = True,
    periods: Collection[PeriodKind] = tuple(PeriodKind),
    goal: str = "",
    goal_change: str = "",
    on_overview: bool = False,
) -> Callable[[Question], Question]:
    """Declare a key figure by the function that asks for it. Its docstring is its definition, for readers.

    `is_share`: the statement has a top and a bottom; `of_costs`: only who reads costs may see it; `by_customer`: it
    can be told of one customer (the function minds `asked.customer_id`); `rows`: the address of the rows behind a
    period, in which {period}, {first} and {last} stand for its key and its days; `goal`, `goal_change` (percent) and
    `on_overview` are what the owner finds at first. ValueError when two have one name.
    """

    def declare(ask: Question) -> Question:
        if name in KPIS:
            raise ValueError(f"Two key figures are called {name}.")
        about = " ".join((ask.__doc__ or "").split())
        KPIS[name] = Kpi(
            name, title, about, category, unit, better, reckoning, is_share, of_costs, by_customer,
            frozenset(periods), rows, _number(goal), _number(goal_change), on_overview, facts, ask,
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
