"""The deposit gate follows the deposits of its job: it is blocked from when one is asked until it is paid."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.actor import SYSTEM, acting_as
from ..core.base import lock
from ..core.events import Event, on_verb
from ..core.labels import dollars
from ..gates import GateStatus, JobGate
from .invoices import Invoice
from .life import OWED, InvoiceKind


@on_verb(Invoice, "issue", "settle")
def settle_the_deposit_gate(session: Session, happened: Event) -> None:
    """Block or pass the gate of the job as its deposits now stand; a waived gate stays waived."""
    invoice = happened.subject
    if invoice.kind != InvoiceKind.DEPOSIT or invoice.job_id is None:
        return
    mine = sa.select(JobGate).where(JobGate.job_id == invoice.job_id, JobGate.gate == "deposit")
    gate = session.scalars(mine).first()
    if gate is None:
        return
    lock(gate)
    reason = _why_blocked(session, invoice.job_id)
    with acting_as(SYSTEM):  # it follows from the payment: whoever took it need not be one who passes gates
        if gate.status == GateStatus.PASSED and reason:
            gate.block(reason)
        elif gate.status == GateStatus.BLOCKED and reason:
            if gate.reason != reason:
                gate.wait_for(reason)
        elif gate.status == GateStatus.BLOCKED:
            gate.mark_passed()


def _why_blocked(session: Session, job_id: str) -> str:
    owed = sa.select(Invoice.number, Invoice.balance).where(
        Invoice.job_id == job_id, Invoice.kind == InvoiceKind.DEPOSIT, Invoice.status.in_(OWED)
    )
    unpaid = [
        f"Deposit of {dollars(balance)} on {number} is not paid yet"
        for number, balance in session.execute(owed.order_by(Invoice.id))
    ]
    return "; ".join(unpaid)[:500]
