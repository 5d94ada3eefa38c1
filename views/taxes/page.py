"""`/money/taxes/`: what was spent by line of the tax return, in a year, a quarter or a month; as CSV and XLSX too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import sqlalchemy as sa
from flask import Blueprint, Response, abort, current_app, render_template, request
from sqlalchemy.orm import joinedload

from models.closing import Standing, TaxReport, tax_report
from models.core.base import db
from models.core.periods import PeriodKind
from models.expenses import Expense
from models.months import first_booked

from ..core.access.person import require
from ..core.pages.sent_files import KINDS, sent_as
from ..core.periods import asked_period, periods_beside
from ..core.shown import shown

bp: Final = Blueprint("taxes", __name__, url_prefix="/money")

MENU: Final = "Tax report"
NONE: Final = "none"
MOST_ROWS: Final = 500
"""Expenses of one line that the page lists; the grid has them all."""

_HEADINGS: Final = ("Part", "Line", "Title", "Rows", "Amount")


@bp.before_request
def _for_bookkeepers() -> None:
    require("menu_access", MENU)


@bp.get("/taxes/")
def show() -> str:
    """The report of a period, and the expenses of the line that the address names."""
    report = tax_report(db.session(), asked_period(PeriodKind.YEAR))
    first = first_booked(db.session())
    return render_template(
        "taxes/report.html",
        report=report,
        money=lambda amount: shown(amount, "$"),
        said=sentence(report),
        choices=periods_beside(report.period, (first or report.period.first).year),
        rows=_rows(report),
        line=request.args.get("line", ""),
        unassigned=NONE,
        appbuilder=current_app.extensions["appbuilder"],
        base_template="layout.html",
    )


@bp.get("/taxes.<kind>")
def export(kind: str) -> Response:
    """The report as a file: csv or xlsx."""
    if kind not in KINDS:
        abort(404)
    report = tax_report(db.session(), asked_period(PeriodKind.YEAR))
    return sent_as(
        kind, f"taxes-{report.period.key}", f"Tax report {report.period.key}", _HEADINGS, table_of(report)
    )


def table_of(report: TaxReport) -> Iterator[Sequence[Any]]:
    """The report as rows of plain values, each with the part of the return to which it belongs."""
    for each in (*report.lines, report.unassigned):
        yield "Expenses", each.line, each.title, each.rows, each.amount
    yield "Expenses", "", "All expenses", sum(each.rows for each in _all(report)), report.total
    yield "Stock", "35", "Stock at the beginning", None, report.stock_before
    yield "Stock", "36", report.received.title, report.received.rows, report.received.amount
    yield "Stock", "41", "Stock at the end", None, report.stock_after
    yield "Stock", "42", "Cost of goods from stock", None, report.used
    yield "Time", "", "Time recorded (added to nothing)", report.time.rows, report.time.amount


def sentence(report: TaxReport) -> str:
    """What the period comes to, and what still wants a line."""
    spent = f"{shown(report.total, '$')} was spent in {report.period}."
    number = report.unassigned.rows
    if not number:
        return f"{spent} Every expense stands on a line."
    what = "1 expense stands" if number == 1 else f"{number:,} expenses stand"
    return f"{spent} {what} on no line yet, {shown(report.unassigned.amount, '$')} in all."


def _all(report: TaxReport) -> list[Standing]:
    return [*report.lines, report.unassigned]


def _rows(report: TaxReport) -> list[Expense]:
    """The expenses of the line that is asked for, the latest first."""
    line = request.args.get("line", "")
    if not line:
        return []
    on_it = Expense.tax_line_id.is_(None) if line == NONE else Expense.tax_line_id == line[:26]
    within = Expense.spent_on.between(report.period.first, report.period.last)
    asked = sa.select(Expense).where(on_it, within).order_by(Expense.spent_on.desc(), Expense.id.desc())
    return list(db.session.scalars(asked.options(joinedload(Expense.supplier)).limit(MOST_ROWS)))
