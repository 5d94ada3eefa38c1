"""The customer is told of what was issued: by mail with its PDF, and in the portal, as each person wishes."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ..core.dates import short_day
from ..core.events import Event, Fact, on_fact, on_verb, ring
from ..core.labels import dollars
from ..customers import CustomerContact
from ..jobs import Job
from ..messages import people_of_thread
from ..notifications import CustomerEvent, queue_mail, tell_contact
from .invoices import Invoice
from .life import InvoiceKind


@on_fact(Invoice)
def let_the_jobs_page_know(session: Session, facts: list[Fact]) -> None:
    """Whoever has the page of its job open by a link sees what was invoiced and paid at once."""
    for job_id in sorted({fact.values["job_id"] for fact in facts if fact.values.get("job_id")}):
        ring(session, "live", Job.__tablename__, job_id)


@on_verb(Invoice, "issue")
def tell_the_customer(session: Session, happened: Event) -> None:
    """Tell the people of its job, else of its customer; a customer without people by their own address."""
    invoice = happened.subject
    people = _people(session, invoice)
    for person in people:
        tell_contact(
            session,
            person,
            CustomerEvent.INVOICE_ISSUED,
            text=sentence_of(invoice),
            path=f"/portal/jobs/{invoice.job_id}#invoices" if invoice.job_id else "/portal/invoices/",
            dedup_key=f"invoice/{invoice.id}",
            data={"invoice_id": invoice.id},
            job=invoice.job,
        )
    address = invoice.customer.email
    if address and not any(person.email for person in people):
        key = f"invoice/{invoice.id}:customer"
        queue_mail(session, "invoice_issued", address, _data(invoice), key, job_id=invoice.job_id)


def _data(invoice: Invoice) -> dict[str, str]:
    return {"invoice_id": invoice.id, "path": "/portal/invoices/", "text": sentence_of(invoice)}


def _people(session: Session, invoice: Invoice) -> list[CustomerContact]:
    if invoice.job is not None:
        return people_of_thread(session, invoice.job)
    return [person for person in invoice.customer.contacts if person.archived_at is None]


def sentence_of(invoice: Invoice) -> str:
    """What it is, in one sentence for the customer."""
    about = f" for {invoice.job.title}" if invoice.job else ""
    due = f", due {short_day(invoice.due_on)}" if invoice.due_on and invoice.balance > 0 else ""
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        return f"{invoice.number} takes {dollars(invoice.total)} off {invoice.credits}{about}."
    if invoice.kind == InvoiceKind.DEPOSIT:
        return f"{invoice.number} asks for {dollars(invoice.total)} in advance{about}{due}."
    return f"{invoice.number} over {dollars(invoice.total)}{about} is there{due}."
