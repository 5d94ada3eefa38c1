"""What happens to a draft when it is issued: it is looked at, and its amounts, rate and addresses are fixed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ..core import clock
from ..core.base import session_of
from ..core.doors import speaking
from ..core.errors import RuleBroken
from ..core.labels import choice_label, dollars
from ..customers import Customer
from ..jobs import JobStatus
from ..sales_tax import TaxRate, own_rate
from ..settings import value_of
from . import credit_notes, deposits
from .life import InvoiceKind, LineKind
from .reckoning import NOTHING, Amounts, amounts_of

if TYPE_CHECKING:
    from .invoices import Invoice

OVER = frozenset({JobStatus.CANCELLED, JobStatus.DECLINED, JobStatus.EXPIRED})
"""Nothing is invoiced on such a job; what was issued before can still be credited."""


def complete(invoice: Invoice) -> None:
    """Fix what the draft comes to. RuleBroken, with what to do, when it cannot be issued as it is."""
    session = session_of(invoice)
    session.refresh(invoice, ["lines"])
    if not invoice.lines:
        raise RuleBroken(f"{invoice} has no lines: add what is charged, then issue it.")
    invoice.issued_on = clock.shop_day()
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        credit_notes.complete(invoice)
    else:
        _complete_a_bill(invoice)
    session.flush()  # while it is a draft: of what is issued, no line changes


def _complete_a_bill(invoice: Invoice) -> None:
    if invoice.job is not None:
        refuse_over(str(invoice.job), invoice.job.status)
    deposits.look_at(invoice)
    invoice.due_on = invoice.due_on or _due(invoice)
    _fix(invoice, reckon(invoice))
    if invoice.total < 0:
        raise RuleBroken(
            f"{invoice} would come to {dollars(invoice.total)}: less is charged than was paid in advance. "
            "Lower the deducted deposit, and credit the rest of it on its own invoice."
        )
    _name_places(invoice)


def refuse_over(job: str, status: JobStatus) -> None:
    """RuleBroken when the job of this name was called off."""
    if status in OVER:
        raise RuleBroken(
            f"Nothing was invoiced: {job} is {choice_label(status).lower()}. "
            "Reopen the job first, or bill without a job."
        )


def rate_of(invoice: Invoice) -> TaxRate | None:
    """The rate that applies: the invoice's own, that of the place the job goes to, else of the shop's own place."""
    if invoice.sales_tax_rate is not None:
        return invoice.sales_tax_rate
    place = invoice.job.ship_to if invoice.job else None
    return (place.tax_rate if place else None) or own_rate(session_of(invoice))


def is_exempt(customer: Customer, day: dt.date) -> bool:
    """Whether no sales tax is charged on `day`: an exemption ends with its certificate."""
    expires = customer.exemption_expires_on
    return customer.tax_exempt and (expires is None or expires >= day)


def reckon(invoice: Invoice) -> Amounts:
    """What the draft comes to as things stand today."""
    rate = rate_of(invoice)
    return amounts_of(
        invoice.lines,
        rate.percent if rate else NOTHING,
        taxes_shipping=rate is not None and rate.taxes_shipping,
        is_exempt=is_exempt(invoice.customer, clock.shop_day()),
    )


def show(invoice: Invoice) -> None:
    """Write on a draft what it comes to so far."""
    amounts = reckon(invoice)
    with speaking(invoice):
        invoice.subtotal, invoice.tax_amount = amounts.subtotal, amounts.tax
        invoice.total = invoice.balance = amounts.total


def _fix(invoice: Invoice, amounts: Amounts) -> None:
    rate = rate_of(invoice)
    invoice.sales_tax_rate, invoice.tax_rate = rate, rate.percent if rate else NOTHING
    invoice.subtotal, invoice.taxable_amount = amounts.subtotal, amounts.taxable
    invoice.exempt_amount, invoice.tax_amount = amounts.exempt, amounts.tax
    invoice.total = invoice.balance = amounts.total
    for line, share in zip(invoice.lines, amounts.shares, strict=True):
        with speaking(line):
            line.tax_amount = share
        if line.kind == LineKind.SHIPPING and not (rate and rate.taxes_shipping):
            line.is_taxable = False
    if amounts.exempt:
        number = invoice.customer.exemption_certificate
        invoice.exemption = f"Certificate {number}" if number else "On file"


def _name_places(invoice: Invoice) -> None:
    invoice.bill_to = invoice.customer.name
    place = invoice.job.ship_to if invoice.job else None
    if place is not None:
        invoice.ship_to = "\n".join(part for part in (place.name, place.address) if part)


def _due(invoice: Invoice) -> dt.date:
    terms = "deposit_terms_days" if invoice.kind == InvoiceKind.DEPOSIT else "invoice_terms_days"
    return clock.shop_day() + dt.timedelta(days=value_of(session_of(invoice), terms))
