"""`/money/sales-tax/`: what sales tax was charged in a month, a quarter or a year, by rate; as CSV and XLSX too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from flask import Blueprint, Response, abort, current_app, render_template

from models.billing.tax_report import TaxedAt, sales_tax_report
from models.core import clock
from models.core.base import db
from models.core.labels import dollars
from models.core.periods import Period, PeriodKind

from ..core.access.person import require
from ..core.pages.sent_files import KINDS, sent_as
from ..core.periods import asked_period, periods_beside

bp: Final = Blueprint("sales_tax_report", __name__, url_prefix="/money")

MENU: Final = "Sales-tax report"

AMOUNTS: Final = {
    "sales": "Sales",
    "exempt": "Exempt",
    "untaxed": "Not taxed",
    "taxable": "Taxable",
    "tax": "Sales tax",
    "credited_tax": "Of it credited",
}
_HEADINGS: Final = ("Place", "Rate in %", "Invoices", "Credit notes", *AMOUNTS.values())


@bp.before_request
def _for_who_bills() -> None:
    require("menu_access", MENU)


@bp.get("/sales-tax/")
def show() -> str:
    """The report of the period that the address names, by default the present month."""
    period = asked_period(PeriodKind.MONTH)
    found = sales_tax_report(db.session(), period.first, period.last)
    return render_template(
        "billing/sales_tax.html",
        period=period,
        rows=found,
        sums={name: _sum(found, name) for name in AMOUNTS},
        amounts=AMOUNTS,
        dollars=dollars,
        choices=periods_beside(period, clock.shop_day().year - 2),
        said=_sentence(period, found),
        appbuilder=current_app.extensions["appbuilder"],
        base_template="layout.html",
    )


@bp.get("/sales-tax.<kind>")
def export(kind: str) -> Response:
    """The report as a file: csv or xlsx."""
    if kind not in KINDS:
        abort(404)
    period = asked_period(PeriodKind.MONTH)
    rows = _table(sales_tax_report(db.session(), period.first, period.last))
    return sent_as(kind, f"sales-tax-{period.key}", f"Sales tax {period.key}", _HEADINGS, rows)


def _table(rows: Sequence[TaxedAt]) -> Iterator[Sequence[Any]]:
    for each in rows:
        amounts = (getattr(each, name) for name in AMOUNTS)
        yield each.place, each.percent, each.invoices, each.credit_notes, *amounts
    yield "All", None, None, None, *(_sum(rows, name) for name in AMOUNTS)


def _sum(rows: Sequence[TaxedAt], name: str) -> Decimal:
    return sum((getattr(each, name) for each in rows), Decimal(0))


def _sentence(period: Period, rows: Sequence[TaxedAt]) -> str:
    """What is owed to the state for the period."""
    if not rows:
        return f"Nothing was invoiced in {period}."
    tax, taxable = _sum(rows, "tax"), _sum(rows, "taxable")
    return f"{dollars(tax)} of sales tax was charged on {dollars(taxable)} in {period}, credits taken off."
