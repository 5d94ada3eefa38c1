"""A credit note that is issued is taken off what is left to pay of its invoice."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..core.events import Event, on_verb
from .invoices import Invoice


@on_verb(Invoice, "issue")
def take_off_what_is_credited(session: Session, happened: Event) -> None:
    """The invoice is paid by so much the less."""
    invoice = session.get(Invoice, happened.subject.credits_id) if happened.subject.credits_id else None
    if invoice is not None:
        invoice.settle()
