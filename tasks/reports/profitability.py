"""The monthly profitability: what the jobs of a month earned, as the dashboard of the same name tells it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy.orm import Session

from models.core.labels import choice_label
from models.core.periods import Period, PeriodKind
from models.jobs import DecorationMethod
from models.profit.listing import page_of
from models.profit.reading import NOTHING, Narrowing, Span, Sums, by_month, ranked, read, total
from models.profit.tallies import CUSTOMER, METHOD, PRODUCT
from models.reports import COST_READERS, Column, Contents, ReportKind, Table, report

from .spelling import counted, open_months, spelled

MOST: Final = 12
"""Customers and products that the paper names; the dashboard has them all."""
LOWEST: Final = 10

_MONEY: Final = (
    Column("Revenue", "money"),
    Column("Costs", "money"),
    Column("Profit", "money"),
    Column("Margin", "percent"),
)
_WHOLE: Final = (
    Column("Month"),
    Column("Jobs", "whole"),
    Column("Revenue", "money"),
    Column("Material", "money"),
    Column("Labor", "money"),
    Column("Shipping", "money"),
    Column("Other", "money"),
    Column("Profit", "money"),
    Column("Margin", "percent"),
)


@report(
    ReportKind.MONTHLY_PROFITABILITY,
    "Monthly profitability",
    periods=(PeriodKind.MONTH,),
    by=COST_READERS,
    back_fill=12,
)
def monthly_profitability(session: Session, month: Period) -> Contents:
    """What the jobs of a month earned, beside the months before: by customer, product and method, and the jobs with
    the lowest margin.
    """
    months, whole, span = month.months(13), Narrowing(), Span(month.key, month)
    asked = {"total": total(span, whole), "months": by_month(months, whole)}
    asked |= {by: ranked(span, whole, by, MOST) for by in (CUSTOMER, PRODUCT, METHOD)}
    found = read(session, asked)
    by_key = {sums.key: sums for sums in found["months"]}
    sums = next(iter(found["total"]), NOTHING)
    trend = [(each, by_key.get(each.key, NOTHING)) for each in months]
    since = next((place for place, (_, sums) in enumerate(trend) if sums.jobs), len(trend) - 1)
    lowest, _ = page_of(session, span, whole, None, highest=False)
    return Contents(
        sentences=[_left(month, sums), _compared(trend)],
        remarks=open_months(session, month),
        tables=[
            Table("From revenue to profit", _WHOLE, [_line(*each) for each in _beside(trend)]),
            _ranking("Customers that earned most", "Customer", [(s.label, s) for s in found[CUSTOMER]]),
            _ranking(
                "Products that earned most",
                "Product",
                [(s.label or "Without a product", s) for s in found[PRODUCT]],
            ),
            _ranking("Methods", "Method", [(_method(s.key), s) for s in found[METHOD]]),
            _lowest(lowest[:LOWEST]),
            Table("Month by month", _WHOLE, [_line(*each) for each in trend[since:]]),
        ],
    )


def _left(month: Period, sums: Sums) -> str:
    if not sums.jobs:
        return f"No job was invoiced in {month}."
    return (
        f"{counted(sums.jobs, 'job')} of {month} brought {_money(sums.revenue)} and cost"
        f" {_money(sums.total_costs)}: {_money(sums.profit)} is left, {spelled(sums.margin, 'percent')}."
    )


def _beside(trend: Sequence[tuple[Period, Sums]]) -> list[tuple[Period, Sums]]:
    """The month, the one before and the year before; of these what has something to tell."""
    return [trend[-1], *(each for each in (trend[-2], trend[0]) if each[1].jobs)]


def _compared(trend: Sequence[tuple[Period, Sums]]) -> str:
    before, year = trend[-2], trend[0]
    if not before[1].jobs and not year[1].jobs:
        return f"No job was invoiced in {before[0]}, nor in {year[0]}."
    told = f"{_then(*before)}; {_then(*year)}."
    return f"{told[:1].upper()}{told[1:]}"


def _then(month: Period, sums: Sums) -> str:
    if not sums.jobs:
        return f"in {month} no job was invoiced"
    return f"in {month} it was {_money(sums.profit)}, {spelled(sums.margin, 'percent')}"


def _line(month: Period, sums: Sums) -> list[Any]:
    costs = (sums.material_cost, sums.labor_cost, sums.shipping_cost, sums.other_costs)
    return [str(month), sums.jobs, sums.revenue, *costs, sums.profit, sums.margin]


def _ranking(title: str, heading: str, named: Sequence[tuple[str, Sums]]) -> Table:
    rows = [
        [name, sums.jobs, sums.revenue, sums.total_costs, sums.profit, sums.margin] for name, sums in named
    ]
    note = f"The {MOST} that earned most; the dashboard has them all." if len(rows) == MOST else ""
    columns = (Column(heading), Column("Jobs", "whole"), *_MONEY)
    return Table(title, columns, rows, note=note, empty="No job was invoiced.")


def _lowest(lines: Sequence[Any]) -> Table:
    columns = (Column("Job"), Column("Title"), Column("Customer"), *_MONEY)
    rows = [
        [each.number, each.title, each.customer, each.revenue, each.total_costs, each.profit, each.margin]
        for each in lines
    ]
    return Table("Jobs with the lowest margin", columns, rows, empty="No job was invoiced.")


def _method(key: str) -> str:
    return choice_label(DecorationMethod[key]) if key else "Without decoration"


def _money(amount: Decimal) -> str:
    return spelled(amount, "money")
