"""What the clock could not do the last times that it tried: an alert of its own, from the third time on."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..core.base import Base
from ..core.dates import full_moment
from ..core.doors import GIVEN_ONCE
from ..core.types import Prose
from .declared import Reading, alert_rule
from .kinds import AlertType


class ClockFailure(Base):
    """A periodic job that failed when it ran last, since `created_at`. One that runs well has no row."""

    __tablename__ = "clock_failures"

    job: Mapped[str] = mapped_column(String(80), unique=True, info=GIVEN_ONCE)
    failures: Mapped[int] = mapped_column(default=0, doc="How often it failed, one after the other.")
    error: Mapped[str] = mapped_column(Prose(1000), default="")

    def __str__(self) -> str:
        return self.job.replace("_", " ").capitalize()


def note_failure(session: Session, job: str, error: str) -> None:
    """The periodic job failed once more. Does not commit."""
    row = _row_of(session, job)
    if row is None:
        row = ClockFailure(job=job, failures=0)
        session.add(row)
    row.failures, row.error = row.failures + 1, error[:1000]


def note_success(session: Session, job: str) -> None:
    """It ran well. Does not commit."""
    row = _row_of(session, job)
    if row is not None:
        session.delete(row)


def failing_jobs(session: Session) -> set[str]:
    """The names of the jobs that failed when they ran last."""
    return set(session.scalars(sa.select(ClockFailure.job)))


def _row_of(session: Session, job: str) -> ClockFailure | None:
    return session.scalars(sa.select(ClockFailure).where(ClockFailure.job == job)).one_or_none()


@alert_rule(
    "jobs_failed",
    "Periodic jobs that fail",
    AlertType.SYSTEM,
    subject="clock_failures",
    threshold="2",
    clears_at="0",
    critical_at="12",
    unit="attempts",
    way="See what failed",
)
def jobs_failed(session: Session) -> Iterator[Reading]:
    """What the shop does by itself failed several times. The other jobs are done; this one is tried again by itself."""
    for row in session.scalars(sa.select(ClockFailure).order_by(ClockFailure.job)):
        yield Reading(
            subject_id=row.id,
            name=str(row),
            actual=Decimal(row.failures),
            title=f"“{row}” fails",
            message=f"“{row}” failed {row.failures} times since {full_moment(row.created_at)} ({row.error})."
            " If it stays so, tell whoever looks after the program.",
            data={"Failures": str(row.failures), "Since": full_moment(row.created_at), "Why": row.error},
            address=f"/clock_failures/show/{row.id}",
        )
