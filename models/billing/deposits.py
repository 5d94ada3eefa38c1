"""Deposits: money in advance, which is owed to the customer until a final invoice deducts it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.base import session_of
from ..core.errors import RuleBroken
from ..core.labels import dollars
from .life import ISSUED, InvoiceKind, LineKind
from .lines import InvoiceLine
from .reckoning import NOTHING

if TYPE_CHECKING:
    from .invoices import Invoice


def _invoices() -> Any:
    return InvoiceLine.invoice.property.mapper.class_


def look_at(invoice: Invoice) -> None:
    """See to the deposits of a draft that is about to be issued. RuleBroken when it deducts more than there is."""
    if invoice.kind == InvoiceKind.DEPOSIT:
        if invoice.job_id is None:
            raise RuleBroken("A deposit is asked for a job: choose the job, then issue it.")
        for line in invoice.lines:
            line.kind = LineKind.DEPOSIT
        return
    deducting = [line for line in invoice.lines if line.kind == LineKind.DEPOSIT]
    left = left_of(session_of(invoice), invoice.job_id) if deducting else {}
    for line in deducting:
        _refuse_more(line, left.get(line.deposit_id or "", NOTHING))
        left[line.deposit_id or ""] += line.amount


def _refuse_more(line: InvoiceLine, left: Decimal) -> None:
    if line.deposit_id is None:
        raise RuleBroken(
            f"“{line}” deducts no deposit of this job: “Write final invoice” deducts what there is."
        )
    if line.amount >= 0 or -line.amount > left:
        raise RuleBroken(
            f"“{line}” deducts {dollars(-line.amount)}: {dollars(left)} of that deposit is left to deduct."
        )


def left_of(session: Session, job_id: str | None) -> dict[str, Decimal]:
    """What can still be deducted of each deposit that was invoiced for a job, by the invoice's id, oldest first."""
    table = _invoices()
    mine = sa.select(table.id, table.total, table.credited_amount).where(
        table.job_id == job_id, table.kind == InvoiceKind.DEPOSIT, table.status.in_(ISSUED)
    )
    invoiced = {id_: total - credited for id_, total, credited in session.execute(mine.order_by(table.id))}
    taken = applied(session, invoiced)
    left = {id_: amount - taken.get(id_, NOTHING) for id_, amount in invoiced.items()}
    return {id_: amount for id_, amount in left.items() if amount > 0}


def applied(session: Session, deposit_ids: Collection[str]) -> dict[str, Decimal]:
    """What issued final invoices deducted of these deposits, less what credit notes of those took back."""
    if not deposit_ids:
        return {}
    table = _invoices()
    mine = (
        sa.select(InvoiceLine.deposit_id, table.kind, sa.func.sum(InvoiceLine.amount))
        .join(table, table.id == InvoiceLine.invoice_id)
        .where(InvoiceLine.deposit_id.in_(list(deposit_ids)), table.status.in_(ISSUED))
        .group_by(InvoiceLine.deposit_id, table.kind)
    )
    found: dict[str, Decimal] = {}
    for deposit_id, kind, amount in session.execute(mine):
        signed = amount if kind == InvoiceKind.CREDIT_NOTE else -amount
        found[deposit_id] = found.get(deposit_id, NOTHING) + signed
    return found
