"""Profitability: what jobs earned, where it went, with whom and on what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from models.core.base import db
from models.core.labels import choice_label
from models.core.periods import Period
from models.core.roles import ADMIN, BOOKKEEPER, MANAGER
from models.jobs import DecorationMethod
from models.profit import JobMargin
from models.profit.reading import NOTHING, Sums, by_month, ranked, read, total
from models.profit.tallies import CUSTOMER, METHOD, PRODUCT

from .asked import Asked
from .declared import Column, Fact, Line, Told, chart, dashboard
from .falling import KINDS, STEPS, fall
from .figures import SERIES, bars, line, lying, marks_of, stacked
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

    def standing(self, by: str) -> list[Sums]:
        """The best and the worst of a dimension, each once, from the highest margin to the lowest."""
        each = {sums.key: sums for sums in (*self.best[by], *self.worst[by])}
        lowest = Decimal("-Infinity")
        return sorted(
            each.values(), key=lambda sums: (-(lowest if sums.margin is None else sums.margin), sums.key)
        )


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
    for by in _told(asked):
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


def _told(asked: Asked) -> tuple[str, ...]:
    """Customers are not told of one product or method: that would read all of its jobs."""
    narrowed = asked.narrowed
    return DIMENSIONS if narrowed.customer_id or narrowed.model is JobMargin else (PRODUCT, METHOD)


@chart(profit, "revenue-to-profit", "From revenue to profit")
def revenue_to_profit(read: Profit) -> Told:
    """The waterfall of all jobs that were asked for."""
    told, asked = read.total, read.asked
    lines, figure = fall(told, asked.address("jobs"))
    when = "still open" if asked.span.key == "open" else f"of {asked.words}"
    said = f"{counted(told.jobs, 'job')} {when}: no revenue and no costs."
    if told.jobs:
        said = (
            f"Of {whole_money(told.revenue)} from {counted(told.jobs, 'job')} {when},"
            f" {whole_money(told.profit)} is left: {spelled(told.margin, 'percent')}."
        )
    return Told(said, STEPS, lines, figure, [("See the jobs", asked.address("jobs"))])


@chart(profit, "cost-trend", "Costs by month")
def cost_trend(read: Profit) -> Told:
    """What the jobs of each month cost, by kind."""
    names, links = _marks(read)
    traces = [
        bars(kind, names, [getattr(sums, key) for _, sums in read.months], colour=colour, links=links)
        for (key, kind), colour in zip(KINDS.items(), SERIES, strict=False)
    ]
    lines = [
        Line((str(month), *(getattr(sums, key) for key in KINDS), sums.total_costs), link)
        for (month, sums), link in zip(read.months, links, strict=True)
    ]
    columns = (
        Column("Month"),
        *(Column(kind, "money") for kind in KINDS.values()),
        Column("Together", "money"),
    )
    highest = max(read.months, key=lambda each: each[1].total_costs)
    last, sums = read.months[-1]
    said = f"The jobs of {last} cost {whole_money(sums.total_costs)}."
    if highest[1].total_costs:
        said += f" The dearest of these months was {highest[0]} with {whole_money(highest[1].total_costs)}."
    return Told(said, columns, lines, stacked(traces))


@chart(profit, "margin-trend", "Margin by month")
def margin_trend(read: Profit) -> Told:
    """The margin of the jobs of each month."""
    names, links = _marks(read)
    margins = [sums.margin for _, sums in read.months]
    trace = line("Margin", names, margins, colour="--accent")
    figure = stacked([trace], dollars=False)
    figure.update_traces(customdata=links, hovertemplate="%{y:.2f} %")
    figure.update_layout(
        yaxis={"ticksuffix": " %", "tickformat": ".0f", "rangemode": "normal"}, showlegend=False
    )
    lines = [
        Line((str(month), *_money(sums)), link)
        for (month, sums), link in zip(read.months, links, strict=True)
    ]
    known = [(month, sums.margin) for month, sums in read.months if sums.margin is not None]
    said = "No job of these months has revenue."
    if known:
        (last, now), (low, least) = known[-1], min(known, key=lambda each: each[1])
        said = f"{last}: {now} %. The lowest was {low} with {least} %."
    return Told(said, (Column("Month"), *MONEY), lines, figure)


@chart(profit, "customers-by-margin", "Customers by margin")
def customers_by_margin(read: Profit) -> Told:
    """Those that earn most and least."""
    if CUSTOMER not in _told(read.asked):
        said = "Customers are compared over all products and methods: clear those filters to see them."
        return Told(said, (Column("Customer"), Column("Jobs", "whole"), *MONEY), [])
    return _by_margin(read, CUSTOMER, "Customer", "customers")


@chart(profit, "products-by-margin", "Products by margin")
def products_by_margin(read: Profit) -> Told:
    """Those that earn most and least; a job of several is parted."""
    return _by_margin(read, PRODUCT, "Product", "products")


@chart(profit, "methods-by-margin", "Methods by margin")
def methods_by_margin(read: Profit) -> Told:
    """All of them; a job of several is parted."""
    return _by_margin(read, METHOD, "Method", "methods")


def _by_margin(read: Profit, by: str, heading: str, nouns: str) -> Told:
    shown, asked = read.standing(by), read.asked
    names = [_name(by, sums) for sums in shown]
    links = [asked.address("jobs", **{by: sums.key}) if sums.key else asked.address("jobs") for sums in shown]
    lines = [
        Line((name, sums.jobs, *_money(sums)), link)
        for name, sums, link in zip(names, shown, links, strict=True)
    ]
    columns = (Column(heading), Column("Jobs", "whole"), *MONEY)
    if not shown:
        return Told(f"No job of {asked.words} to tell {nouns} by.", columns, [])
    margins = [sums.margin if sums.margin is not None else Decimal(0) for sums in shown]
    texts = [spelled(sums.margin, "percent") for sums in shown]
    figure = lying(
        names,
        margins,
        texts,
        colours=["--accent" if sums.profit >= 0 else "--red" for sums in shown],
        links=links,
        unit="",
    )
    figure.update_layout(xaxis={"ticksuffix": " %", "tickformat": ".0f"})
    most = max(shown, key=lambda sums: sums.profit)
    said = f"{_name(by, most)} left most: {whole_money(most.profit)}, {spelled(most.margin, 'percent')} of the revenue."
    losing = [sums for sums in shown if sums.profit < 0]
    if losing:
        worst = min(losing, key=lambda sums: sums.profit)
        said += f" {_name(by, worst)} lost {whole_money(-worst.profit)}."
    return Told(said, columns, lines, figure)


@chart(profit, "estimate-against-actual", "Estimate against actual")
def estimate_against_actual(read: Profit) -> Told:
    """What was reckoned for the quotes beside what the jobs cost."""
    names, links = _marks(read)
    figure = stacked(
        [
            bars(
                "Estimated", names, [s.estimated_cost for _, s in read.months], colour="--grey", links=links
            ),
            bars("Actual", names, [s.compared_cost for _, s in read.months], colour="--accent", links=links),
        ]
    )
    figure.update_layout(barmode="group")
    lines = [
        Line(
            (
                str(month),
                sums.compared_jobs,
                sums.close_jobs,
                sums.estimated_cost,
                sums.compared_cost,
                off(sums),
            ),
            link,
        )
        for (month, sums), link in zip(read.months, links, strict=True)
    ]
    columns = (
        Column("Month"), Column("Jobs", "whole"), Column("Within 5 %", "whole"), Column("Estimated", "money"),
        Column("Actual", "money"), Column("Off by", "percent"),
    )  # fmt: skip
    told = read.total
    said = "No job of this time has an estimate to compare with."
    if told.compared_jobs:
        said = (
            f"{told.close_jobs:,} of {counted(told.compared_jobs, 'job')} cost what was estimated, within 5 %;"
            f" together they cost {whole_money(told.compared_cost)}, estimated were {whole_money(told.estimated_cost)}."
        )
    return Told(said, columns, lines, figure)


def off(sums: Sums) -> Decimal | None:
    """By how much the costs are above the estimate, in percent of it; None without an estimate."""
    return (
        (sums.compared_cost - sums.estimated_cost) * 100 / sums.estimated_cost
        if sums.estimated_cost
        else None
    )


def _marks(read: Profit) -> tuple[list[str], list[str]]:
    """What the months are called on the axis, and where their jobs are."""
    names = marks_of([month for month, _ in read.months])
    return names, [read.asked.address("jobs", period=month.key) for month, _ in read.months]


def _money(sums: Sums) -> tuple[Decimal, Decimal, Decimal, Decimal | None]:
    return sums.revenue, sums.total_costs, sums.profit, sums.margin


def _name(by: str, sums: Sums) -> str:
    if by == METHOD:
        return choice_label(DecorationMethod[sums.key]) if sums.key else "Without decoration"
    return sums.label or "Without a product"
