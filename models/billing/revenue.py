"""What jobs brought in: the lines of final invoices without sales tax, less credits (domain.md, Money)."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from ..core.portions import portions
from .invoices import Invoice
from .life import ISSUED, InvoiceKind, LineKind
from .lines import InvoiceLine


def revenue_of(session: Session, job_ids: Collection[str]) -> dict[str, Decimal | None]:
    """The revenue of each of these jobs, from its issued final invoices less their credit notes.

    None before a final invoice is issued. A deposit, and its deduction, is no revenue.
    """
    found: dict[str, Decimal | None] = dict.fromkeys(job_ids)
    for portion in portions(found):
        for job_id, amount in session.execute(_sums(), {"jobs": list(portion)}):
            found[job_id] = Decimal(amount)
    return found


@cache
def _sums() -> sa.Select[Any]:
    """Asked after almost every deed: made once, of the `jobs` that it is given."""
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
        .where(Invoice.job_id.in_(sa.bindparam("jobs", expanding=True)), Invoice.status.in_(ISSUED), is_final)
        .group_by(Invoice.job_id)
    )
