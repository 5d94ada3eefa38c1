"""What jobs brought in: the lines of final invoices without sales tax, less credits (domain.md, Money)."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from .invoices import Invoice
from .life import ISSUED, InvoiceKind, LineKind
from .lines import InvoiceLine

_BATCH: Final = 500
"""Jobs that are summed in one statement."""


def revenue_of(session: Session, job_ids: Collection[str]) -> dict[str, Decimal | None]:
    """The revenue of each of these jobs, from its issued final invoices less their credit notes.

    None before a final invoice is issued. A deposit, and its deduction, is no revenue.
    """
    found: dict[str, Decimal | None] = dict.fromkeys(job_ids)
    wanted = list(found)
    for start in range(0, len(wanted), _BATCH):
        for job_id, amount in session.execute(_sums(wanted[start : start + _BATCH])):
            found[job_id] = Decimal(amount)
    return found


def _sums(job_ids: Collection[str]) -> sa.Select[Any]:
    origin = aliased(Invoice)
    signed = sa.case((Invoice.kind == InvoiceKind.CREDIT_NOTE, -InvoiceLine.amount), else_=InvoiceLine.amount)
    counts = sa.case((InvoiceLine.kind == LineKind.DEPOSIT, sa.literal(0)), else_=signed)
    is_final = sa.or_(
        Invoice.kind == InvoiceKind.FINAL,
        sa.and_(Invoice.kind == InvoiceKind.CREDIT_NOTE, origin.kind == InvoiceKind.FINAL),
    )
    sums = sa.func.round(sa.func.sum(counts), 2, type_=InvoiceLine.amount.type)
    return (
        sa.select(Invoice.job_id, sums)
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .outerjoin(origin, origin.id == Invoice.credits_id)
        .where(Invoice.job_id.in_(job_ids), Invoice.status.in_(ISSUED), is_final)
        .group_by(Invoice.job_id)
    )
