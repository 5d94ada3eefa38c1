"""What time alone does to jobs: which ones the clock should move now. It asks what is due and not yet done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.base import session_of
from ..settings import value_of
from .history import JobStatusUpdate
from .job import Job
from .life import JobStatus


def quotes_to_expire(session: Session) -> Sequence[str]:
    """Ids of jobs whose quote was valid until a shop day that is over, oldest first."""
    late = sa.select(Job.id).where(
        Job.status == JobStatus.QUOTE_SENT, Job.quote_expires_on < clock.shop_day()
    )
    return session.scalars(late.order_by(Job.quote_expires_on)).all()


def jobs_to_complete(session: Session) -> Sequence[str]:
    """Ids of jobs that were shipped so many days ago that the customer has them, oldest first."""
    arrived = clock.now() - dt.timedelta(days=value_of(session, "completed_after_days"))
    shipped = sa.select(Job.id).where(Job.status == JobStatus.SHIPPED, Job.shipped_at <= arrived)
    return session.scalars(shipped.order_by(Job.shipped_at)).all()


def complete_by_time(job: Job) -> None:
    """Complete a job of `jobs_to_complete`. One that came shipped from another system is completed without mail."""
    job.complete(is_customer_visible=not _came_shipped(job))


def _came_shipped(job: Job) -> bool:
    """Whether the other system shipped it: its customer was told there, perhaps years ago."""
    moves = sa.select(JobStatusUpdate.verb).where(
        JobStatusUpdate.job_id == job.id, JobStatusUpdate.new_status == JobStatus.SHIPPED
    )
    last = session_of(job).scalar(moves.order_by(JobStatusUpdate.id.desc()).limit(1))
    return last == "import_as"
