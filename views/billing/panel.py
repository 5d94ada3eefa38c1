"""Billing on a job's page: its invoices, what is paid and left, and the next thing to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from flask import url_for

from models.billing import OWED, Invoice, InvoiceKind, InvoiceStatus
from models.core import clock
from models.core.base import db
from models.core.dates import short_day
from models.core.labels import choice_label, dollars, label
from models.core.workflow import verbs_of
from models.jobs import Job, JobStatus
from models.jobs.life import HANDED_OVER

from ..core.access.person import is_granted
from ..jobs.panels import job_panel


@dataclass(frozen=True)
class Line:
    """An invoice in words."""

    name: str
    href: str
    paper: str
    kind: str
    status: str
    state: str
    day: str
    is_late: bool
    total: str
    paid: str
    balance: str


@dataclass(frozen=True)
class Deed:
    """A button: its words and where they lead."""

    words: str
    href: str


@dataclass(frozen=True)
class Shown:
    """What the panel shows: a sentence, the invoices, what can be done, the next thing first."""

    sentence: str
    lines: Sequence[Line]
    deeds: Sequence[Deed]


@job_panel("Billing", template="billing/_job.html", position=30)
def billing(job: Job) -> Shown | None:
    """The job's invoices, for those who read them. One statement."""
    if not is_granted("can_list", Invoice.__tablename__):
        return None
    mine = sa.select(Invoice).where(Invoice.job_id == job.id).order_by(Invoice.id)
    invoices = db.session.scalars(mine).all()
    return Shown(_sentence(invoices), [_line(each) for each in invoices], _deeds(job, invoices))


def _sentence(invoices: Sequence[Invoice]) -> str:
    """What was invoiced and paid of it, and what is left."""
    issued = [each for each in invoices if each.is_issued and each.kind != InvoiceKind.CREDIT_NOTE]
    if not issued:
        return "Nothing is invoiced yet."
    total = sum((each.total - each.credited_amount for each in issued), Decimal(0))
    paid = sum((each.paid_amount for each in issued), Decimal(0))
    if paid > total:
        return f"{dollars(paid - total)} is owed to the customer: {dollars(paid)} paid, {dollars(total)} invoiced."
    left = f"{dollars(total - paid)} is left to pay" if total > paid else "nothing is left to pay"
    return f"{dollars(total)} invoiced, {dollars(paid)} paid: {left}."


def _line(invoice: Invoice) -> Line:
    late = invoice.status in OWED and invoice.due_on is not None and invoice.due_on < clock.shop_day()
    due = f"due {short_day(invoice.due_on)}" if invoice.due_on and invoice.status in OWED else ""
    issued = short_day(invoice.issued_on) if invoice.issued_on else "not issued"
    return Line(
        name=str(invoice),
        href=url_for("InvoiceScreen.show", pk=invoice.id),
        paper=url_for("InvoiceScreen.paper", pk=invoice.id),
        kind=choice_label(invoice.kind),
        status=choice_label(invoice.status),
        state=label(invoice.status).replace(" ", "-"),
        day=", ".join(part for part in (issued, due) if part),
        is_late=late,
        total=dollars(invoice.total),
        paid=dollars(invoice.paid_amount),
        balance=dollars(invoice.balance) if invoice.is_issued else "–",
    )


def _deeds(job: Job, invoices: Sequence[Invoice]) -> list[Deed]:
    """What may be done now, the next thing first."""
    draft = next((each for each in invoices if each.status == InvoiceStatus.DRAFT), None)
    if draft is not None:
        return [Deed(f"Look at the {draft} and issue it", url_for("InvoiceScreen.show", pk=draft.id))]
    deeds = [
        Deed(f"Record a payment on {each}…", _verb("InvoiceScreen", each.id, "record_payment"))
        for each in invoices
        if each.status in OWED and is_granted("can_record_payment", Invoice.__tablename__)
    ]
    has_final = any(each.kind == InvoiceKind.FINAL for each in invoices)
    if not has_final:
        is_made = job.status in HANDED_OVER | {JobStatus.PACKED, JobStatus.READY_FOR_PICKUP}
        first, second = ("write_final_invoice", "ask_for_deposit")
        names = (first, second) if is_made else (second, first)
        deeds += [
            Deed(f"{verbs_of(Job)[name].title}…", _verb("JobScreen", job.id, name))
            for name in names
            if is_granted(f"can_{name}", Job.__tablename__) and verbs_of(Job)[name].is_legal_for(job)
        ]
    return deeds


def _verb(screen: str, pk: str, verb: str) -> str:
    return url_for(f"{screen}.speak", pk=pk, verb=verb)
