"""Customers, products and methods by margin: those that earn most, and those that earn least."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from models.core.labels import choice_label
from models.jobs import DecorationMethod
from models.profit.reading import Sums
from models.profit.tallies import CUSTOMER, METHOD, PRODUCT

from ..core.charts import Figure
from .declared import Column, Line, Told, chart
from .figures import lying
from .profitability import MONEY, Profit, money_of, profit, told_of
from .spelling import spelled, whole_money


@chart(profit, "customers-by-margin", "Customers by margin")
def customers_by_margin(read: Profit) -> Told:
    """Those that earn most and least."""
    if CUSTOMER not in told_of(read.asked):
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
    shown = read.standing(by)
    columns = (Column(heading), Column("Jobs", "whole"), *MONEY)
    if not shown:
        return Told(f"No job of {read.asked.words} to tell {nouns} by.", columns, [])
    names = [_name(by, sums) for sums in shown]
    links = [read.asked.address("jobs", **({by: sums.key} if sums.key else {})) for sums in shown]
    lines = [
        Line((name, sums.jobs, *money_of(sums)), link)
        for name, sums, link in zip(names, shown, links, strict=True)
    ]
    return Told(_ranks_told(by, shown), columns, lines, _ranks_drawn(names, shown, links))


def _ranks_drawn(names: Sequence[str], shown: Sequence[Sums], links: Sequence[str]) -> Figure:
    """A bar for each margin, red where money was lost."""
    figure = lying(
        names,
        [Decimal(0) if sums.margin is None else sums.margin for sums in shown],
        [spelled(sums.margin, "percent") for sums in shown],
        colours=["--accent" if sums.profit >= 0 else "--red" for sums in shown],
        links=links,
        unit="",
    )
    figure.update_layout(xaxis={"ticksuffix": " %", "tickformat": ".0f"})
    return figure


def _ranks_told(by: str, shown: Sequence[Sums]) -> str:
    """Which left most, and which lost most."""
    most = max(shown, key=lambda sums: sums.profit)
    said = f"{_name(by, most)} left most: {whole_money(most.profit)}, {spelled(most.margin, 'percent')} of the revenue."
    worst = min(shown, key=lambda sums: sums.profit)
    if worst.profit < 0:
        said += f" {_name(by, worst)} lost {whole_money(-worst.profit)}."
    return said


def _name(by: str, sums: Sums) -> str:
    if by == METHOD:
        return choice_label(DecorationMethod[sums.key]) if sums.key else "Without decoration"
    return sums.label or "Without a product"
