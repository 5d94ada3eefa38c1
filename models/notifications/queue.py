"""The outbox: a mail is queued in the transaction that is its reason, as a name and data, and sent later."""

from __future__ import annotations

import datetime as dt
import enum
import functools
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock
from ..core.base import Base, session_of
from ..core.doors import VERBS_ONLY, state_column
from ..core.errors import RuleBroken
from ..core.events import ring
from ..core.roles import MANAGER, OFFICE
from ..core.types import Choice, Prose, UtcDateTime
from ..core.workflow import transition
from ..customers import CustomerContact
from ..jobs import Job, JobStatusUpdate


class NotificationStatus(enum.StrEnum):
    """Where a mail stands. FAILED means given up: it waits for a person (a dead letter)."""

    PENDING = "PENDING"
    SENT = "SENT"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


N = NotificationStatus


def _pending() -> Any:
    return sa.column("status", Choice(NotificationStatus)) == sa.literal_column("'PENDING'")


class NotificationQueue(Base):
    """One mail to one address.

    `type` is the mail's registered name in capitals; `template_data` is what that mail is made of, besides the job
    and the move it is about. Who sends it writes `subject` and `content` (its text, secrets masked) as they were
    sent. A sender holds the row from claiming it until `locked_until`; after that it is anybody's again.
    """

    __tablename__ = "notification_queue"
    __table_args__ = (
        Index(
            "ix_notification_queue_due", "due_at", "id", postgresql_where=_pending(), sqlite_where=_pending()
        ),
    )

    type: Mapped[str] = mapped_column(String(60), index=True, doc="The mail's registered name, in capitals.")
    recipient_email: Mapped[str] = mapped_column(String(254), index=True)
    subject: Mapped[str | None] = mapped_column(String(400))
    content: Mapped[str | None] = mapped_column(
        Prose(100_000), doc="The mail's text as sent; secrets are masked."
    )
    template_data: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    status: Mapped[NotificationStatus] = state_column(NotificationStatus, N.PENDING, index=True)
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    error: Mapped[str | None] = mapped_column(
        Prose(1000), info=VERBS_ONLY, doc="Why it was not sent, the last time."
    )
    dedup_key: Mapped[str] = mapped_column(String(160), unique=True)
    attempts: Mapped[int] = mapped_column(default=0, info=VERBS_ONLY)
    due_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, doc="Not sent before; a failure puts it off.")
    locked_by: Mapped[str | None] = mapped_column(String(40), info=VERBS_ONLY)
    locked_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    job_id: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    status_update_id: Mapped[str | None] = mapped_column(ForeignKey("job_status_updates.id"), index=True)
    contact_id: Mapped[str | None] = mapped_column(
        ForeignKey("customer_contacts.id"),
        index=True,
        doc="The customer's person it is for, who may choose not to get its like.",
    )
    topic: Mapped[str | None] = mapped_column(
        String(80), doc="What it is news of: a later mail of the same topic about the job supersedes it."
    )

    job: Mapped[Job | None] = relationship()
    status_update: Mapped[JobStatusUpdate | None] = relationship()
    contact: Mapped[CustomerContact | None] = relationship()

    def __str__(self) -> str:
        return f"{self.type.replace('_', ' ').capitalize()} to {self.recipient_email}"

    @transition("status", {N.FAILED, N.CANCELLED}, N.PENDING, by={OFFICE, MANAGER})
    def retry(self) -> None:
        """Send it after all, as if it had never been tried."""
        self.attempts = 0
        self.error = None
        self.due_at = clock.now()
        ring(session_of(self), "mail")

    @transition("status", {N.PENDING}, N.CANCELLED, by={OFFICE, MANAGER})
    def cancel(self) -> None:
        """Do not send it."""
        if self.locked_until is not None and self.locked_until > clock.now():
            raise RuleBroken(f"{self} was not cancelled: it is being sent at this moment.")
        self.error = "Cancelled by hand."


_KNOWN: Final = sa.select(sa.func.count()).where(NotificationQueue.dedup_key == sa.bindparam("key"))


def queue_mail(
    session: Session,
    name: str,
    to: str,
    data: dict[str, Any],
    dedup_key: str,
    *,
    job_id: str | None = None,
    status_update_id: str | None = None,
    contact_id: str | None = None,
    topic: str | None = None,
    due_at: dt.datetime | None = None,
) -> NotificationQueue | None:
    """Queue the mail registered as `name` (in small letters) to the address `to`; None when its key is known.

    It goes out after the commit, not before `due_at` (default: now). `data` is JSON without secrets: links are made
    when the mail is sent. With a `topic` it supersedes the mails of that topic about the job that nobody has begun to
    send: those to the same contact, or to anybody when it is for none. Does not commit; two transactions queueing one
    key at the same moment leave one mail, the later commit fails.
    """
    session.flush()  # what the mail refers to must be there before it
    if session.scalar(_KNOWN, {"key": dedup_key}):
        return None
    if job_id is not None and topic is not None:
        supersede(session, job_id, topic=topic, contact_id=contact_id)
    mail = NotificationQueue(
        type=name.upper(),
        recipient_email=to,
        template_data=data,
        dedup_key=dedup_key,
        due_at=due_at or clock.now(),
        job_id=job_id,
        status_update_id=status_update_id,
        contact_id=contact_id,
        topic=topic,
    )
    session.add(mail)
    ring(session, "mail")
    return mail


def supersede(
    session: Session,
    job_id: str,
    *,
    topic: str | None = None,
    contact_id: str | None = None,
    why: str = "Superseded by a later mail about the job.",
) -> int:
    """Cancel the mails about a job that are pending and held by no sender; how many.

    Only those of `topic` and those to `contact_id`, where they are given.
    """
    session.flush()
    chosen = {"of_topic": topic, "to_contact": contact_id}
    given = {name: value for name, value in chosen.items() if value is not None}
    told = {"of_job": job_id, "now": clock.now(), "why": why, **given}
    return session.execute(_cancellation(tuple(given)), told).rowcount  # type: ignore[attr-defined]


@functools.cache
def _cancellation(given: tuple[str, ...]) -> sa.Update:
    """The statement of `supersede`; made once for each of its shapes, since every move of a job asks for it."""
    table = NotificationQueue.__table__
    chosen = {"of_topic": table.c.topic, "to_contact": table.c.contact_id}
    of_the_job = (table.c.job_id == sa.bindparam("of_job"), table.c.status == N.PENDING)
    narrowed = (chosen[name] == sa.bindparam(name) for name in given)
    return (
        sa.update(table)
        .where(*of_the_job, is_free(sa.bindparam("now", type_=UtcDateTime())), *narrowed)
        .values(status=N.CANCELLED, error=sa.bindparam("why"))
        .execution_options(deliberate="the outbox is no history")
    )


def is_free(now: Any) -> Any:
    """The condition that no sender holds a mail at `now`: a moment, or a parameter of a statement."""
    table = NotificationQueue.__table__
    return sa.or_(table.c.locked_until.is_(None), table.c.locked_until <= now)


def is_any_due(session: Session, *, for_at_least: dt.timedelta = dt.timedelta()) -> bool:
    """Whether a mail that no sender holds could be sent now, and could have been `for_at_least` so long."""
    now, table = clock.now(), NotificationQueue.__table__
    waiting = (table.c.status == N.PENDING, table.c.due_at <= now - for_at_least, is_free(now))
    return session.scalar(sa.select(table.c.id).where(*waiting).limit(1)) is not None


@dataclass(frozen=True)
class QueueState:
    """How many mails wait, since when the oldest does, and how many were given up."""

    pending: int = 0
    oldest: dt.datetime | None = None
    failed: int = 0


def queue_state(session: Session) -> QueueState:
    """How the outbox stands, in one statement."""
    table = NotificationQueue.__table__
    count, first = sa.func.count(), sa.func.min(table.c.created_at)
    unsent = sa.select(table.c.status, count, first).where(table.c.status.in_([N.PENDING, N.FAILED]))
    found = {
        status: (number, since) for status, number, since in session.execute(unsent.group_by(table.c.status))
    }
    pending, oldest = found.get(N.PENDING, (0, None))
    return QueueState(pending, oldest, found.get(N.FAILED, (0, None))[0])
