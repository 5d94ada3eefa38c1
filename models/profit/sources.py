"""The facts that a job's margin is made of: its costing, its items, and the day to which it belongs.

A job counts once it is an order. It belongs to the day of its first final invoice. A cancelled job that was never
invoiced brings no revenue: what it cost is the loss of the day on which it was cancelled, and one that cost nothing is
not told of. Everything else is still open.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..billing import Invoice, InvoiceKind, InvoiceStatus
from ..core import clock
from ..costing import JobCosting
from ..jobs import DecorationMethod, JobItem, JobItemDecoration, JobStatus, JobStatusUpdate
from ..jobs import Job as JobRow
from .parts import Earned, Item

NO_ORDER: Final = frozenset({JobStatus.QUOTE, JobStatus.QUOTE_SENT, JobStatus.DECLINED, JobStatus.EXPIRED})
"""What is no order, and counts only if it was invoiced all the same."""


@dataclass(frozen=True)
class Job:
    """A job that counts: whose it is, the day to which it belongs (None while open), what it earned, its items."""

    id: str
    customer_id: str
    booked_on: dt.date | None
    earned: Earned
    items: Sequence[Item]


def jobs_of(session: Session, job_ids: Collection[str]) -> Iterator[Job]:
    """Those of these jobs that count; five statements for all of them."""
    invoiced, cancelled = _invoiced(session, job_ids), _cancelled(session, job_ids)
    items = _items(session, job_ids)
    chosen = sa.select(JobRow.id, JobRow.customer_id, JobRow.status, JobCosting.__table__)
    chosen = chosen.join_from(JobRow, JobCosting, JobCosting.job_id == JobRow.id)
    for row in session.execute(chosen.where(JobRow.id.in_(job_ids)).order_by(JobRow.id)).mappings():
        day, status = invoiced.get(row[JobRow.id]), row[JobRow.status]
        is_lost = day is None and status == JobStatus.CANCELLED
        if day is None and (status in NO_ORDER or (is_lost and not row["total_costs"])):
            continue
        mine = items.get(row[JobRow.id], [])
        earned = Earned(
            pieces=sum(item.pieces for item in mine),
            revenue=Decimal(0) if is_lost else row["revenue"] or Decimal(0),
            material_cost=row["material_cost"],
            labor_cost=row["labor_cost"],
            shipping_cost=row["shipping_cost"],
            other_costs=row["other_costs"],
            estimated_cost=row["estimated_costs"],
        )
        day = cancelled.get(row[JobRow.id]) if is_lost else day
        yield Job(row[JobRow.id], row[JobRow.customer_id], day, earned, mine)


def _invoiced(session: Session, job_ids: Collection[str]) -> dict[str, dt.date]:
    """The day of each job's first final invoice."""
    final = sa.select(Invoice.job_id, sa.func.min(Invoice.issued_on)).where(
        Invoice.job_id.in_(job_ids),
        Invoice.kind == InvoiceKind.FINAL,
        Invoice.status != InvoiceStatus.DRAFT,
        Invoice.issued_on.is_not(None),
    )
    found = session.execute(final.group_by(Invoice.job_id))
    return {str(job_id): day for job_id, day in found if day is not None}


def _cancelled(session: Session, job_ids: Collection[str]) -> dict[str, dt.date]:
    """The day on which each job was cancelled last."""
    last = sa.select(JobStatusUpdate.job_id, sa.func.max(JobStatusUpdate.created_at)).where(
        JobStatusUpdate.job_id.in_(job_ids), JobStatusUpdate.new_status == JobStatus.CANCELLED
    )
    return {
        job_id: clock.shop_day(at) for job_id, at in session.execute(last.group_by(JobStatusUpdate.job_id))
    }


def _items(session: Session, job_ids: Collection[str]) -> dict[str, list[Item]]:
    """The items of each job, with their methods."""
    decorations = sa.select(JobItemDecoration.job_item_id, JobItemDecoration.decoration_method)
    decorations = decorations.join(JobItem, JobItem.id == JobItemDecoration.job_item_id)
    methods: dict[str, list[DecorationMethod]] = defaultdict(list)
    for item_id, method in session.execute(decorations.where(JobItem.job_id.in_(job_ids))):
        methods[item_id].append(method)
    columns: tuple[Any, ...] = (
        JobItem.id,
        JobItem.job_id,
        JobItem.product_id,
        JobItem.quantity,
        JobItem.unit_price,
    )
    found: dict[str, list[Item]] = defaultdict(list)
    for item_id, job_id, product_id, quantity, price in session.execute(
        sa.select(*columns).where(JobItem.job_id.in_(job_ids)).order_by(JobItem.id)
    ):
        found[job_id].append(Item(product_id, methods.get(item_id, []), quantity, price))
    return found
