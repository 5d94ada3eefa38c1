"""What is issued or paid does not change, whichever door it is tried by: the last look, as rows are written."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, event
from sqlalchemy.orm.attributes import get_history

from ..core.errors import RuleBroken
from ..jobs import Job
from .invoices import Invoice
from .issuing import refuse_over
from .life import ISSUED, InvoiceKind, InvoiceStatus
from .lines import InvoiceLine
from .payments import Payment

MOVING: Final = frozenset({"status", "paid_amount", "credited_amount", "balance", "version", "updated_at"})
"""What still moves on an issued invoice."""


@event.listens_for(Invoice, "before_insert")
def _begin(_mapper: Any, connection: Connection, invoice: Invoice) -> None:
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        if invoice.credits_id is None:
            raise RuleBroken("A credit note takes back an invoice: begin there, with “Credit”.")
    else:
        _refuse_a_job_that_is_over(connection, invoice)


@event.listens_for(Invoice, "before_update")
def _keep(_mapper: Any, connection: Connection, invoice: Invoice) -> None:
    written = _written(invoice)
    if _status_before(invoice) in ISSUED:
        if written - MOVING:
            raise RuleBroken(f"{invoice} is issued and does not change: credit it, and write another.")
        return
    is_credit = invoice.kind == InvoiceKind.CREDIT_NOTE
    if {"kind", "customer_id", "job_id"} & written and (is_credit or invoice.credits_id is not None):
        raise RuleBroken(
            f"{invoice} takes back an invoice: its kind, customer and job are those of that one."
        )
    if "job_id" in written:
        _refuse_a_job_that_is_over(connection, invoice)


@event.listens_for(Invoice, "before_delete")
def _keep_whole(_mapper: Any, _connection: Any, invoice: Invoice) -> None:
    if _status_before(invoice) in ISSUED:
        raise RuleBroken(f"{invoice} is issued and is not deleted: credit it instead.")


@event.listens_for(InvoiceLine, "before_insert")
@event.listens_for(InvoiceLine, "before_update")
@event.listens_for(InvoiceLine, "before_delete")
def _keep_lines(_mapper: Any, connection: Connection, line: InvoiceLine) -> None:
    """A line is written while its invoice is held: whoever issues that at the same moment waits, or was first."""
    before = get_history(line, "invoice_id").deleted
    for invoice_id in sorted({line.invoice_id, *before} - {None}):
        table = Invoice.__table__
        held = sa.select(table.c.number, table.c.status).where(table.c.id == invoice_id)
        found = connection.execute(held.with_for_update(key_share=True)).first()
        if found is not None and found.status != InvoiceStatus.DRAFT:
            raise RuleBroken(f"{found.number} is issued and its lines do not change: credit it instead.")


@event.listens_for(Payment, "before_update")
def _keep_payment(_mapper: Any, _connection: Any, payment: Payment) -> None:
    if _written(payment) - {"is_reversed", "version", "updated_at"}:
        raise RuleBroken(f"{payment} does not change: reverse it, and record what is right.")


@event.listens_for(Payment, "before_delete")
def _keep_payments(_mapper: Any, _connection: Any, payment: Payment) -> None:
    raise RuleBroken(f"{payment} is not deleted: reverse it instead.")


def _written(row: Any) -> set[str]:
    state: Any = sa.inspect(row)
    return {each.key for each in state.mapper.column_attrs if state.attrs[each.key].history.has_changes()}


def _status_before(invoice: Invoice) -> InvoiceStatus:
    before = get_history(invoice, "status").deleted
    return before[0] if before else invoice.status


def _refuse_a_job_that_is_over(connection: Connection, invoice: Invoice) -> None:
    jobs = Job.__table__
    wanted = sa.select(jobs.c.number, jobs.c.status).where(jobs.c.id == invoice.job_id)
    job = connection.execute(wanted).first() if invoice.job_id else None
    if job is not None:
        refuse_over(job.number, job.status)
