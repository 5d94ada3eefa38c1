"""The invoices of a job as its customer sees them: number, amount, what is left to pay, and the paper."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import Session, joinedload

from models.billing import ISSUED, OWED, Invoice, InvoiceKind
from models.core.base import db
from models.core.dates import short_day
from models.core.labels import dollars
from models.jobs import Job
from tasks.invoices import paper_of
from tasks.invoices.paper import TITLES
from tasks.papers import PaperOf


@dataclass(frozen=True)
class Bill:
    """An issued invoice in words."""

    id: str
    number: str
    title: str
    total: str
    standing: str


def issued_of(session: Session, job: Job) -> list[Bill]:
    """What was issued for a job, oldest first."""
    mine = sa.select(Invoice).where(Invoice.job_id == job.id, Invoice.status.in_(ISSUED))
    oldest_first = mine.order_by(Invoice.id).options(joinedload(Invoice.credits))
    return [bill_of(each) for each in session.scalars(oldest_first)]


def bill_of(invoice: Invoice) -> Bill:
    """`invoice` in words for its customer."""
    return Bill(
        id=invoice.id,
        number=invoice.number or "",
        title=TITLES[invoice.kind],
        total=dollars(-invoice.total if invoice.kind == InvoiceKind.CREDIT_NOTE else invoice.total),
        standing=_standing(invoice),
    )


def _standing(invoice: Invoice) -> str:
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        return f"Taken off {invoice.credits}"
    if invoice.balance < 0:
        return f"{dollars(-invoice.balance)} goes back to you"
    if invoice.status not in OWED:
        return "Paid" if invoice.paid_amount else "Nothing to pay"
    due = f", due {short_day(invoice.due_on)}" if invoice.due_on else ""
    return f"{dollars(invoice.balance)} to pay{due}"


def press_of(job: Job, pk: str) -> tuple[str, PaperOf]:
    """The file name and the press of an issued invoice of `job`; 404 for any other."""
    mine = sa.select(Invoice).where(Invoice.id == pk, Invoice.job_id == job.id, Invoice.status.in_(ISSUED))
    invoice = db.session.scalars(mine).first() if len(pk) == 26 and pk.isascii() else None
    if invoice is None:
        abort(404)
    return f"{invoice.number}.pdf", paper_of(invoice)
