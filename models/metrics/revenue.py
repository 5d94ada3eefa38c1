"""Key figures of revenue: what comes in, and what is still to come."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from ..billing import Invoice, InvoiceKind, InvoiceStatus, Payment
from ..profit import JobMargin
from .declared import Better, MetricCategory, MetricUnit, Part, Reckoning, Rows, day_of, kpi
from .windows import Asked, rows_of

_MARGINS: Final = {JobMargin: day_of("booked_on")}
REVENUE: Final = Part("Revenue", MetricUnit.DOLLARS)


def of_margins(asked: Asked, *, top: Any, bottom: Any = 0) -> sa.Select[Any]:
    """The jobs whose margins belong to the window (`models.profit.margins`)."""
    when = sa.and_(asked.days(JobMargin.booked_on), asked.of(JobMargin.customer_id))
    return asked.rows(JobMargin, when, JobMargin.job_id, top=top, bottom=bottom)


@kpi(
    "revenue",
    "Revenue",
    category=MetricCategory.REVENUE,
    unit=MetricUnit.DOLLARS,
    better=Better.MORE,
    facts=_MARGINS,
    parts=(REVENUE,),
    of_costs=True,
    on_overview=True,
)
def revenue(asked: Asked) -> Rows:
    """What the jobs bring whose final invoice was issued in the period: without sales tax, less credits. A deposit is
    no revenue.
    """
    return of_margins(asked, top=JobMargin.revenue)


@kpi(
    "avg_job_value",
    "Average job value",
    category=MetricCategory.REVENUE,
    unit=MetricUnit.DOLLARS,
    better=Better.MORE,
    facts=_MARGINS,
    parts=(REVENUE, Part("Jobs")),
    of_costs=True,
)
def avg_job_value(asked: Asked) -> Rows:
    """The revenue of the jobs that were invoiced in the period, divided by their number."""
    final = sa.exists().where(
        Invoice.job_id == JobMargin.job_id,
        Invoice.kind == InvoiceKind.FINAL,
        Invoice.status != InvoiceStatus.DRAFT,
    )
    return of_margins(asked, top=JobMargin.revenue, bottom=1).where(final)


@kpi(
    "gross_margin",
    "Gross margin",
    category=MetricCategory.REVENUE,
    unit=MetricUnit.PERCENT,
    better=Better.MORE,
    facts=_MARGINS,
    parts=(Part("Profit", MetricUnit.DOLLARS), REVENUE),
    of_costs=True,
    on_overview=True,
    goal="40",
)
def gross_margin(asked: Asked) -> Rows:
    """What is left of the revenue of the period's jobs after material, labor, shipping and other costs, as a share of
    that revenue.
    """
    return of_margins(asked, top=JobMargin.profit, bottom=JobMargin.revenue)


@kpi(
    "receivables",
    "Receivables",
    category=MetricCategory.REVENUE,
    unit=MetricUnit.DOLLARS,
    better=Better.LESS,
    facts={Invoice: day_of("issued_on"), Payment: day_of("paid_on")},
    parts=(Part("Owed", MetricUnit.DOLLARS),),
    reckoning=Reckoning.RUNNING,
    on_overview=True,
)
def receivables(asked: Asked) -> Rows:
    """What customers owe at the end of the period: issued invoices with sales tax, less credit notes and payments."""
    moved = sa.union_all(_charged(asked), _paid(asked)).subquery("moved")
    owed = sa.func.sum(moved.c.top)
    told = rows_of(moved.c.key, moved.c.last, moved.c.subject, table=Invoice.__tablename__, top=owed)
    return told.group_by(moved.c.key, moved.c.last, moved.c.subject).having(owed != 0)


def _charged(asked: Asked) -> sa.Select[Any]:
    """What invoices ask for; a credit note lessens the invoice that it takes back."""
    invoice, is_credit = Invoice, Invoice.kind == InvoiceKind.CREDIT_NOTE
    amount = sa.case((is_credit, -invoice.total), else_=invoice.total)
    when = sa.and_(asked.days(invoice.issued_on), asked.of(invoice.customer_id))
    told = asked.rows(
        invoice,
        when,
        sa.func.coalesce(invoice.credits_id, invoice.id),
        table=invoice.__tablename__,
        top=amount,
    )
    return told.where(invoice.status != InvoiceStatus.DRAFT)


def _paid(asked: Asked) -> sa.Select[Any]:
    paid = asked.rows(Payment, asked.days(Payment.paid_on), Payment.invoice_id, top=-Payment.amount)
    return paid.join(Invoice, sa.and_(Invoice.id == Payment.invoice_id, asked.of(Invoice.customer_id)))
