"""Every move of a job, written in the transaction that made it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core.actor import current_actor
from ..core.base import Base, new_id
from ..core.events import Event, on_verb
from ..core.labels import choice_label
from ..core.types import Choice, Prose
from .job import Job
from .life import JobStatus, customer_step


class JobStatusUpdate(Base):
    """One move: from which status to which, by which verb, by whom and when (`created_at`), and what was said."""

    __tablename__ = "job_status_updates"
    __live__ = True
    __table_args__ = (sa.Index(None, "new_status", "created_at"),)

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), index=True)
    old_status: Mapped[JobStatus] = mapped_column(Choice(JobStatus))
    new_status: Mapped[JobStatus] = mapped_column(Choice(JobStatus))
    verb: Mapped[str] = mapped_column(String(60))
    actor: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(Prose(1000), doc="For the shop only.")
    message: Mapped[str | None] = mapped_column(Prose(2000), doc="Shown to the customer with this move.")
    is_customer_visible: Mapped[bool] = mapped_column(default=True)
    notification_sent: Mapped[bool] = mapped_column(
        default=False, doc="The customer's mail about it went out."
    )

    job: Mapped[Job] = relationship(back_populates="status_updates")

    def __str__(self) -> str:
        return f"{choice_label(self.old_status)} → {choice_label(self.new_status)}"


@on_verb(Job)
def write_history(session: Session, happened: Event) -> None:
    """Add the row of a verb that moved the job."""
    old, new = happened.details.get("old"), happened.details.get("new")
    if old == new:
        return
    details = happened.details
    update = JobStatusUpdate(
        id=new_id(),
        job_id=happened.subject.id,
        old_status=old,
        new_status=new,
        verb=happened.verb,
        actor=current_actor().name,
        reason=_reason(details),
        message=details.get("message") or None,
        is_customer_visible=details.get("is_customer_visible", True),
    )
    session.add(update)
    details["update"] = update


def _reason(details: dict[str, Any]) -> str | None:
    """What was said for the shop: a reason, or why and how many pieces are made again."""
    if "cause" in details:
        return f"{details['cause']} ({details['quantity']} pieces)"
    return details.get("reason") or None


def steps_begun(job: Job, updates: Iterable[Any]) -> dict[int, dt.datetime]:
    """When each of the customer's steps began, by its number from 0, as `updates` of the job tell, oldest first.

    Each needs `old_status`, `new_status`, `verb` and `created_at`. A pause begins no step; sending the quote begins
    the first one anew.
    """
    begun = {0: job.created_at}
    for update in updates:
        index = customer_step(update.new_status, None).index
        moved = index != customer_step(update.old_status, None).index or update.verb == "send_quote"
        if moved and index >= 0 and JobStatus.ON_HOLD not in (update.old_status, update.new_status):
            begun[index] = update.created_at
    return begun


_UNDOING = ("step_back", "reopen")


def statuses_passed(session: Session, job_id: str) -> list[JobStatus]:
    """The statuses that led to the present one, oldest first; what was undone is not among them."""
    columns = sa.select(JobStatusUpdate.old_status, JobStatusUpdate.new_status, JobStatusUpdate.verb)
    moves = session.execute(
        columns.where(JobStatusUpdate.job_id == job_id).order_by(JobStatusUpdate.id)
    ).all()
    passed: list[JobStatus] = []
    for old, new, verb in moves:
        if verb == "import_as":
            passed = [new]
        elif verb in _UNDOING and new in passed:
            del passed[len(passed) - passed[::-1].index(new) :]
        else:
            passed = [*(passed or [old]), new]
    return passed
