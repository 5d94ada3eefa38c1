"""Costs and margin of jobs, month by month."""

from __future__ import annotations

from .declared import Column, Told, chart
from .falling import KINDS
from .figures import SERIES, line, stacked
from .profitability import MONEY, Profit, money_of, profit
from .spelling import whole_money


@chart(profit, "cost-trend", "Costs by month")
def cost_trend(read: Profit) -> Told:
    """What the jobs of each month cost, by kind."""
    kinds = (Column(kind, "money") for kind in KINDS.values())
    columns = (Column("Month"), *kinds, Column("Together", "money"))
    lines = read.lines(lambda sums: (*(getattr(sums, key) for key in KINDS), sums.total_costs))
    coloured = zip(KINDS.items(), SERIES, strict=False)
    traces = [read.bars(kind, key, colour) for (key, kind), colour in coloured]
    return Told(_costs_told(read), columns, lines, stacked(traces))


def _costs_told(read: Profit) -> str:
    """What the last month cost, and which was the dearest."""
    month, sums = read.months[-1]
    dearest, most = max(read.months, key=lambda each: each[1].total_costs)
    said = f"The jobs of {month} cost {whole_money(sums.total_costs)}."
    if most.total_costs:
        said += f" The dearest of these months was {dearest} with {whole_money(most.total_costs)}."
    return said


@chart(profit, "margin-trend", "Margin by month")
def margin_trend(read: Profit) -> Told:
    """The margin of the jobs of each month."""
    margins = [sums.margin for _, sums in read.months]
    figure = stacked([line("Margin", read.marks, margins, colour="--accent")], dollars=False)
    figure.update_traces(customdata=read.links, hovertemplate="%{y:.2f} %")
    axis = {"ticksuffix": " %", "tickformat": ".0f", "rangemode": "normal"}
    figure.update_layout(yaxis=axis, showlegend=False)
    return Told(_margins_told(read), (Column("Month"), *MONEY), read.lines(money_of), figure)


def _margins_told(read: Profit) -> str:
    """The last margin that is known, and the lowest."""
    known = [(month, sums.margin) for month, sums in read.months if sums.margin is not None]
    if not known:
        return "No job of these months has revenue."
    (last, now), (low, least) = known[-1], min(known, key=lambda each: each[1])
    return f"{last}: {now} %. The lowest was {low} with {least} %."
