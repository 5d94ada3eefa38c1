"""An invoice, a deposit or a credit note as PDF, in the shop's name and accent."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from models.billing import Invoice, InvoiceKind, InvoiceLine, InvoiceStatus, LineKind
from models.billing.issuing import rate_of
from models.billing.telling import sentence_of
from models.core.dates import full_day
from models.core.labels import dollars
from models.sales_tax import percent_label
from models.stock.words import plain

from ..papers import PaperOf, press_of

TITLES: Final = {
    InvoiceKind.DEPOSIT: "Deposit invoice",
    InvoiceKind.FINAL: "Invoice",
    InvoiceKind.CREDIT_NOTE: "Credit note",
}

_TEMPLATE: Final = Path(__file__).with_name("invoice.typ")


def paper_of(invoice: Invoice) -> PaperOf:
    """What sets the PDF of `invoice` as it stands: what was issued never changes but for what was paid."""
    return press_of(_TEMPLATE, _told(invoice), invoice.updated_at)


def words_of(invoice: Invoice, greeting: str) -> dict[str, Any]:
    """What the mail says."""
    facts = [["Total", dollars(invoice.total)]]
    if invoice.balance > 0 and invoice.balance != invoice.total:
        facts.append(["Still to pay", dollars(invoice.balance)])
    if invoice.due_on and invoice.balance > 0:
        facts.append(["Due", full_day(invoice.due_on)])
    if invoice.job is not None:
        facts.append(["Order", f"{invoice.job.number} · {invoice.job.title}"])
    return {
        "headline": f"{TITLES[invoice.kind]} {invoice.number}",
        "greeting": greeting,
        "sentence": sentence_of(invoice),
        "message": None,
        "facts": facts,
    }


def _told(invoice: Invoice) -> dict[str, Any]:
    charged = [line for line in invoice.lines if not _is_deducted(invoice, line)]
    return {
        "title": TITLES[invoice.kind],
        "number": invoice.number or "Draft",
        "standing": _standing(invoice),
        "customer": invoice.bill_to or invoice.customer.name,
        "ship_to": (invoice.ship_to or "").splitlines(),
        "facts": [{"label": label, "value": value} for label, value in _dates(invoice) if value],
        "lines": [_line(line) for line in charged],
        "sums": [{"label": label, "value": value} for label, value in _sums(invoice, charged)],
        "total": {"label": _last_words(invoice), "value": dollars(_last(invoice))},
        "payments": _received(invoice),
        "exemption": f"Exempt from sales tax: {invoice.exemption.lower()}." if invoice.exemption else "",
        "notes": invoice.notes or "",
        "foot": _foot(invoice),
    }


def _is_deducted(invoice: Invoice, line: InvoiceLine) -> bool:
    return (
        line.kind == LineKind.DEPOSIT and invoice.kind != InvoiceKind.DEPOSIT and line.deposit_id is not None
    )


def _standing(invoice: Invoice) -> str:
    if invoice.status == InvoiceStatus.DRAFT:
        return "DRAFT"
    is_paid = invoice.status == InvoiceStatus.PAID and invoice.kind != InvoiceKind.CREDIT_NOTE
    return "PAID" if is_paid and invoice.paid_amount > 0 else ""


def _dates(invoice: Invoice) -> list[tuple[str, str]]:
    return [
        ("Issued", full_day(invoice.issued_on) if invoice.issued_on else ""),
        ("Due", full_day(invoice.due_on) if invoice.due_on else ""),
        ("Order", invoice.job.number if invoice.job else ""),
        ("Takes back", str(invoice.credits) if invoice.credits else ""),
    ]


def _line(line: InvoiceLine) -> dict[str, str]:
    return {
        "what": line.description,
        "quantity": plain(line.quantity),
        "price": dollars(line.unit_price),
        "amount": dollars(line.amount),
    }


def _sums(invoice: Invoice, charged: list[InvoiceLine]) -> list[tuple[str, str]]:
    """Lines, sales tax, and what is deducted of deposits, in this order."""
    goods = sum((line.amount for line in charged), Decimal(0))
    percent = invoice.tax_rate if invoice.is_issued else getattr(rate_of(invoice), "percent", Decimal(0))
    told = [("Subtotal", dollars(goods))]
    if invoice.kind != InvoiceKind.DEPOSIT:
        told.append((f"Sales tax {percent_label(percent)}", dollars(invoice.tax_amount)))
    deducted = [line for line in invoice.lines if _is_deducted(invoice, line)]
    return told + [(line.description, dollars(line.amount)) for line in deducted]


def _last_words(invoice: Invoice) -> str:
    return "Credited" if invoice.kind == InvoiceKind.CREDIT_NOTE else "Total"


def _last(invoice: Invoice) -> Decimal:
    return invoice.total


def _received(invoice: Invoice) -> list[dict[str, str]]:
    """What was paid and credited since it was issued, and what is left."""
    if invoice.kind == InvoiceKind.CREDIT_NOTE or not (invoice.paid_amount or invoice.credited_amount):
        return []
    told = [("Paid", -invoice.paid_amount), ("Credited", -invoice.credited_amount)]
    left = "Still to pay" if invoice.balance >= 0 else "Owed to you"
    rows = [(label, amount) for label, amount in told if amount] + [(left, abs(invoice.balance))]
    return [{"label": label, "value": dollars(amount)} for label, amount in rows]


def _foot(invoice: Invoice) -> str:
    """What is to be done now: nothing on what is paid."""
    owes = invoice.balance > 0 or not invoice.is_issued
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        return "What was paid beyond what is left is given back to you."
    if invoice.kind == InvoiceKind.DEPOSIT:
        begins = "Production begins when it is paid. It is" if owes else "It is paid, and is"
        return f"{begins} taken off the final invoice; sales tax is charged there."
    if invoice.balance < 0:
        return "More was paid than is left of it: the rest is given back to you."
    return f"Name {invoice.number or 'the number'} with your payment." if owes else "Nothing is owed on it."
