"""Profitability: what jobs earned, where it went, with whom and on what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from models.core.base import db
from models.core.periods import Period
from models.core.roles import ADMIN, BOOKKEEPER, MANAGER
from models.profit import JobMargin
from models.profit.reading import NOTHING, Sums, by_month, ranked, read, total
from models.profit.tallies import CUSTOMER, METHOD, PRODUCT

from .asked import Asked
from .declared import Column, Fact, Line, Told, chart, dashboard
from .falling import STEPS, fall
from .figures import bars, marks_of
from .spelling import counted, money, spelled, whole_money

COST_READERS: Final = frozenset({ADMIN, MANAGER, BOOKKEEPER})
"""Who may see costs and margins (domain.md, “Who sees what”)."""

MONTHS: Final = 12
"""A trend is at least so long."""
MOST: Final = 6
"""So many that earn most, and so many that earn least."""

DIMENSIONS: Final = (CUSTOMER, PRODUCT, METHOD)

MONEY: Final = (
    Column("Revenue", "money"),
    Column("Costs", "money"),
    Column("Profit", "money"),
    Column("Margin", "percent"),
)


@dataclass(frozen=True)
class Profit:
    """What the charts of profit are made of."""

    asked: Asked
    total: Sums
    months: Sequence[tuple[Period, Sums]]
    best: dict[str, list[Sums]]
    worst: dict[str, list[Sums]]

    @property
    def marks(self) -> list[str]:
        """What the months are called on the axis."""
        return marks_of([month for month, _ in self.months])

    @property
    def links(self) -> list[str]:
        """Where the jobs of each month are."""
        return [self.asked.address("jobs", period=month.key) for month, _ in self.months]

    def bars(self, name: str, measure: str, colour: str) -> Any:
        """One measure of the sums, month by month."""
        heights = [getattr(sums, measure) for _, sums in self.months]
        return bars(name, self.marks, heights, colour=colour, links=self.links)

    def lines(self, values: Callable[[Sums], Sequence[Any]]) -> list[Line]:
        """A line for each month with its `values`, which leads to its jobs."""
        told = zip(self.months, self.links, strict=True)
        return [Line((str(month), *values(sums)), link) for (month, sums), link in told]

    def standing(self, by: str) -> list[Sums]:
        """The best and the worst of a dimension, each once, from the highest margin to the lowest."""
        each = {sums.key: sums for sums in (*self.best[by], *self.worst[by])}
        lowest = Decimal("-Infinity")
        return sorted(
            each.values(), key=lambda sums: (-(lowest if sums.margin is None else sums.margin), sums.key)
        )


def money_of(sums: Sums) -> tuple[Decimal, Decimal, Decimal, Decimal | None]:
    """The values of the columns `MONEY`."""
    return sums.revenue, sums.total_costs, sums.profit, sums.margin


def facts(profit: Profit) -> list[Fact]:
    """The sums of what is asked for."""
    return facts_of(profit.total)


def facts_of(total: Sums) -> list[Fact]:
    """Jobs, revenue, costs, profit and margin."""
    return [
        Fact("Jobs", f"{total.jobs:,}"),
        Fact("Revenue", money(total.revenue), "without sales tax"),
        Fact("Costs", money(total.total_costs), "material, labor, shipping, other"),
        Fact("Profit", money(total.profit)),
        Fact("Margin", spelled(total.margin, "percent"), "of the revenue"),
    ]


@dashboard(
    "profitability",
    "Profitability",
    about="What jobs earned: from revenue to profit, month by month, by customer, product and method.",
    by=COST_READERS,
    filters=("customer", "product", "method"),
    facts=facts,
)
def profit(asked: Asked) -> Profit:
    """All charts in one statement."""
    months = asked.until.months(MONTHS)
    questions = {"total": total(asked.span, asked.narrowed), "months": by_month(months, asked.narrowed)}
    for by in told_of(asked):
        questions[f"{by} best"] = ranked(asked.span, asked.narrowed, by, MOST)
        questions[f"{by} worst"] = ranked(asked.span, asked.narrowed, by, MOST, lowest=True)
    found = read(db.session(), questions)
    by_key = {sums.key: sums for sums in found["months"]}
    return Profit(
        asked,
        next(iter(found["total"]), NOTHING),
        [(month, by_key.get(month.key, NOTHING)) for month in months],
        {by: found[f"{by} best"] for by in DIMENSIONS},
        {by: found[f"{by} worst"] for by in DIMENSIONS},
    )


def told_of(asked: Asked) -> tuple[str, ...]:
    """The dimensions that are compared. Not customers for one product or method: that would read all of its jobs."""
    narrowed = asked.narrowed
    return DIMENSIONS if narrowed.customer_id or narrowed.model is JobMargin else (PRODUCT, METHOD)


@chart(profit, "revenue-to-profit", "From revenue to profit")
def revenue_to_profit(read: Profit) -> Told:
    """The waterfall of all jobs that were asked for."""
    told, asked = read.total, read.asked
    lines, figure = fall(told, asked.address("jobs"))
    said = _left_of_open(told) if asked.span.key == "open" else _left(told, asked.words)
    return Told(said, STEPS, lines, figure, [("See the jobs", asked.address("jobs"))])


def _left(told: Sums, when: str) -> str:
    """What the jobs of a time left."""
    if not told.jobs:
        return f"{counted(told.jobs, 'job')} of {when}: no revenue and no costs."
    return (
        f"Of {whole_money(told.revenue)} from {counted(told.jobs, 'job')} of {when},"
        f" {whole_money(told.profit)} is left: {spelled(told.margin, 'percent')}."
    )


def _left_of_open(told: Sums) -> str:
    """What open jobs are quoted at and have cost so far: a margin of them would promise too much."""
    if not told.jobs:
        return "No job waits to be invoiced."
    return (
        f"{counted(told.jobs, 'job')} not invoiced yet: quoted at {whole_money(told.revenue)},"
        f" {whole_money(told.total_costs)} spent so far."
    )
