"""Key figures of revenue: what comes in, and what is still to come."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from ..billing import Invoice, InvoiceKind, InvoiceStatus, Payment
from ..jobs import Job, JobStatusUpdate
from ..profit import JobMargin
from .declared import Better, MetricCategory, MetricUnit, Reckoning, day_of, kpi, moment_of
from .windows import Asked

_JOBS: Final = "/dashboards/jobs?period={period}"
ACCEPTED: Final = "accept_quote"
_DECIDED: Final = (ACCEPTED, "decline", "expire")
"""The verbs that end a quote; a job that is imported took none of them here."""
_MARGINS: Final = {JobMargin: day_of("booked_on")}


def of_margins(asked: Asked, *measures: Any) -> sa.Select[Any]:
    """Measures of the margins of the jobs that belong to the window (`models.profit.margins`)."""
    when = sa.and_(asked.days(JobMargin.booked_on), asked.of(JobMargin.customer_id))
    return asked.sums(JobMargin, when, *measures)


@kpi(
    "revenue",
    "Revenue",
    category=MetricCategory.REVENUE,
    unit=MetricUnit.DOLLARS,
    better=Better.MORE,
    facts=_MARGINS,
    rows=_JOBS,
    of_costs=True,
    on_overview=True,
)
def revenue(asked: Asked) -> sa.Select[Any]:
    """What the jobs bring whose final invoice was issued in the period: without sales tax, less credits. A deposit is
    no revenue.
    """
    return of_margins(asked, sa.func.sum(JobMargin.revenue))


@kpi(
    "avg_job_value",
    "Average job value",
    category=MetricCategory.REVENUE,
    unit=MetricUnit.DOLLARS,
    better=Better.MORE,
    facts=_MARGINS,
    rows=_JOBS,
    is_share=True,
    of_costs=True,
)
def avg_job_value(asked: Asked) -> sa.Select[Any]:
    """The revenue of the jobs that were invoiced in the period, divided by their number."""
    final = sa.exists().where(
        Invoice.job_id == JobMargin.job_id,
        Invoice.kind == InvoiceKind.FINAL,
        Invoice.status != InvoiceStatus.DRAFT,
    )
    return of_margins(asked, sa.func.sum(JobMargin.revenue), sa.func.count()).where(final)


@kpi(
    "gross_margin",
    "Gross margin",
    category=MetricCategory.REVENUE,
    unit=MetricUnit.PERCENT,
    better=Better.MORE,
    facts=_MARGINS,
    rows=_JOBS,
    is_share=True,
    of_costs=True,
    on_overview=True,
    goal="40",
)
def gross_margin(asked: Asked) -> sa.Select[Any]:
    """What is left of the revenue of the period's jobs after material, labor, shipping and other costs, as a share of
    that revenue.
    """
    return of_margins(asked, sa.func.sum(JobMargin.profit), sa.func.sum(JobMargin.revenue))


@kpi(
    "quote_conversion",
    "Quotes accepted",
    category=MetricCategory.REVENUE,
    unit=MetricUnit.PERCENT,
    better=Better.MORE,
    facts={JobStatusUpdate: moment_of("created_at")},
    is_share=True,
    on_overview=True,
    goal="60",
)
def quote_conversion(asked: Asked) -> sa.Select[Any]:
    """Of the quotes that were accepted, declined or expired in the period, the share that was accepted."""
    update = JobStatusUpdate
    when = sa.and_(asked.moments(update.created_at), update.verb.in_(_DECIDED))
    accepted = sa.func.sum(sa.case((update.verb == ACCEPTED, 1), else_=0))
    told = asked.sums(update, when, accepted, sa.func.count())
    return told.join(Job, sa.and_(Job.id == update.job_id, asked.of(Job.customer_id)))


@kpi(
    "receivables",
    "Receivables",
    category=MetricCategory.REVENUE,
    unit=MetricUnit.DOLLARS,
    better=Better.LESS,
    facts={Invoice: day_of("issued_on"), Payment: day_of("paid_on")},
    reckoning=Reckoning.RUNNING,
    rows="/invoices/list/?_flt_0_status=ISSUED",
    on_overview=True,
)
def receivables(asked: Asked) -> sa.Select[Any]:
    """What customers owe at the end of the period: issued invoices with sales tax, less credit notes and payments."""
    is_credit = Invoice.kind == InvoiceKind.CREDIT_NOTE
    charged = sa.select(
        Invoice.issued_on.label("day"),
        Invoice.customer_id.label("customer_id"),
        sa.case((is_credit, -Invoice.total), else_=Invoice.total).label("amount"),
    ).where(Invoice.status != InvoiceStatus.DRAFT)
    paid = sa.select(Payment.paid_on, Invoice.customer_id, -Payment.amount).join(
        Invoice, Invoice.id == Payment.invoice_id
    )
    moved = sa.union_all(charged, paid).subquery("moved")
    when = sa.and_(asked.days(moved.c.day), asked.of(moved.c.customer_id))
    return asked.sums(moved, when, sa.func.sum(moved.c.amount))
