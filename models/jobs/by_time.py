"""What time alone does to jobs: which ones the clock should move now. It asks what is due and not yet done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..settings import value_of
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
