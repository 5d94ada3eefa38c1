"""Which jobs are watched for what they cost and earn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..costing import JobCosting
from ..customers import Customer
from ..jobs import ACTIVE, Job, JobStatus, JobStatusUpdate

LATELY: Final = dt.timedelta(days=60)
"""A job is watched for so long after it was completed: its last invoice and receipts may still come."""

_IMPORTED: Final = "import_as"
"""The verb that gives a job the status that it had in another system: it was not completed now."""


class Watched(NamedTuple):
    """A job, its customer, and what it is known to cost and earn."""

    id: str
    number: str
    title: str
    status: JobStatus
    customer_id: str
    customer: str
    revenue: Decimal | None
    total_costs: Decimal
    estimated_costs: Decimal | None
    profit_margin: Decimal | None

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


def watched(session: Session, *which: sa.ColumnElement[bool]) -> Sequence[Watched]:
    """The jobs in work, on hold or shipped, and those completed of late, by number; one statement."""
    costing = JobCosting
    told: list[Any] = [Job.id, Job.number, Job.title, Job.status, Job.customer_id, Customer.name]
    told += [costing.revenue, costing.total_costs, costing.estimated_costs, costing.profit_margin]
    rows = sa.select(*told).join(Customer, Customer.id == Job.customer_id)
    rows = rows.join(costing, costing.job_id == Job.id).where(Job.id.in_(_of_now()), *which)
    return [Watched(*row) for row in session.execute(rows.order_by(Job.number))]


def in_statuses(statuses: Collection[JobStatus], *besides: Any) -> Any:
    """The ids of the jobs in these statuses, each status asked for by itself, and those that are selected `besides`.

    SQLite takes a job's status to be any with the same chance, while nearly all of a shop's jobs are over: asked for
    some statuses at once it would read every job.
    """
    of_each = (sa.select(Job.id).where(Job.status == status) for status in sorted(statuses))
    return sa.union_all(*of_each, *besides)


def _of_now() -> Any:
    """Two ways that an index knows each: the jobs of some statuses, and the moves of the last weeks."""
    move = JobStatusUpdate
    completed = sa.select(move.job_id).join(Job, Job.id == move.job_id)
    completed = completed.where(
        Job.status == JobStatus.COMPLETED,
        move.new_status == JobStatus.COMPLETED,
        move.created_at >= clock.now() - LATELY,
        move.verb != _IMPORTED,
    )
    return in_statuses({*ACTIVE, JobStatus.ON_HOLD, JobStatus.SHIPPED}, completed)
