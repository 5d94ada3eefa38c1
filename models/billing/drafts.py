"""Drafts tell what they come to so far: each written line is reckoned at once."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..core.base import lock_all
from ..core.events import Fact, on_fact
from .invoices import Invoice
from .issuing import show
from .life import InvoiceStatus
from .lines import InvoiceLine


@on_fact(InvoiceLine, Invoice)
def reckon_drafts(session: Session, facts: list[Fact]) -> None:
    """Write on each draft whose lines or customer changed what it comes to now."""
    touched = {id_ for fact in facts for id_ in _invoices_of(fact)}
    for invoice in lock_all(session, Invoice, sorted(touched)):
        if invoice.status == InvoiceStatus.DRAFT:
            session.refresh(invoice, ["lines"])
            show(invoice)


def _invoices_of(fact: Fact) -> set[str]:
    if fact.model is InvoiceLine:
        return set(fact.led_to("invoice_id"))
    told = {"customer_id", "job_id", "sales_tax_rate_id"}
    return {fact.id} if fact.kind == "changed" and told & fact.before.keys() else set()
