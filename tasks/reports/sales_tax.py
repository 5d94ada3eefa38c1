"""The sales tax of a month or a quarter, as the sales-tax report tells it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from sqlalchemy.orm import Session

from models.billing.tax_report import TaxedAt, sales_tax_report
from models.core.labels import dollars
from models.core.periods import Period, PeriodKind
from models.core.roles import OFFICE
from models.reports import COST_READERS, Column, Contents, ReportKind, Table, report

from .spelling import counted, open_months

AMOUNTS: Final = {
    "sales": "Sales",
    "exempt": "Exempt",
    "untaxed": "Not taxed",
    "taxable": "Taxable",
    "tax": "Sales tax",
    "credited_tax": "Of it credited",
}
_COLUMNS: Final = (
    Column("Place"),
    Column("Rate", "rate"),
    Column("Invoices", "whole"),
    Column("Credits", "whole"),
    *(Column(heading, "money") for heading in AMOUNTS.values()),
)


@report(
    ReportKind.SALES_TAX,
    "Sales tax",
    periods=(PeriodKind.MONTH, PeriodKind.QUARTER),
    by=COST_READERS | {OFFICE},
    back_fill=4,
)
def sales_tax(session: Session, period: Period) -> Contents:
    """What sales tax was charged in a month or a quarter, by place and rate, for the return."""
    found = sales_tax_report(session, period.first, period.last)
    sums = {name: _sum(found, name) for name in AMOUNTS}
    foot = [
        "All",
        None,
        sum(each.invoices for each in found),
        sum(each.credit_notes for each in found),
        *sums.values(),
    ]
    note = (
        "By the day of issue. A credit note lowers the period in which it is issued. Deposits bear no sales"
        " tax: it is charged on the final invoice."
    )
    rows = [_row(each) for each in found]
    empty = f"Nothing was invoiced in {period}."
    return Contents(
        sentences=_sentences(period, found, sums),
        remarks=open_months(session, period),
        tables=[Table("By place and rate", _COLUMNS, rows, foot if rows else (), note, empty)],
    )


def _row(each: TaxedAt) -> list[object]:
    amounts = (getattr(each, name) for name in AMOUNTS)
    return [each.place, each.percent, each.invoices, each.credit_notes, *amounts]


def _sum(found: list[TaxedAt], name: str) -> Decimal:
    return sum((getattr(each, name) for each in found), Decimal(0))


def _sentences(period: Period, found: list[TaxedAt], sums: dict[str, Decimal]) -> list[str]:
    if not found:
        return [f"Nothing was invoiced in {period}.", "No sales tax is owed for it."]
    tax, taxable = dollars(sums["tax"]), dollars(sums["taxable"])
    number = sum(each.invoices for each in found)
    return [
        f"{tax} of sales tax was charged on {taxable} in {period}, credits taken off.",
        f"{counted(number, 'invoice')} came to {dollars(sums['sales'])}; {dollars(sums['exempt'])} was exempt.",
    ]
