"""Which moves of a job mail its customer: data of the shop, and the reaction that queues the mail."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Final

import sqlalchemy as sa
from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..core import clock
from ..core.base import Versioned
from ..core.doors import GIVEN_ONCE
from ..core.events import Event, Fact, on_fact, on_verb
from ..core.labels import label
from ..core.roles import OFFICE
from ..core.types import Choice
from ..customers import CustomerContact
from ..jobs import WORDS, Job, JobStatus, JobStatusUpdate, customer_step
from ..jobs.life import S
from ..settings import value_of
from .contacts import tell_contact
from .preferences import CustomerEvent
from .queue import N, NotificationQueue, queue_mail, supersede
from .staff import tell_staff


class Telling(enum.StrEnum):
    """Whether a move mails the customer: always, only when who makes it asks for it, or never."""

    ALWAYS = "ALWAYS"
    IF_ASKED = "IF_ASKED"
    NEVER = "NEVER"


class StatusMail(Versioned):
    """By which mail the customer learns that a job came to a status."""

    __tablename__ = "status_mails"

    status: Mapped[JobStatus] = mapped_column(Choice(JobStatus), unique=True, info=GIVEN_ONCE)
    mail: Mapped[str] = mapped_column(
        String(60), default="job_status_update", doc="The mail's registered name."
    )
    telling: Mapped[Telling] = mapped_column(Choice(Telling), default=Telling.ALWAYS)

    def __str__(self) -> str:
        return f"{label(self.status).capitalize()}: {label(self.mail)}"


_UPDATE: Final = "job_status_update"
_DEFAULTS: Final = {
    S.QUOTE_SENT: (_UPDATE, Telling.ALWAYS),
    S.APPROVED: (_UPDATE, Telling.ALWAYS),
    S.IN_PRODUCTION: (_UPDATE, Telling.ALWAYS),
    S.READY_FOR_PICKUP: (_UPDATE, Telling.ALWAYS),
    S.SHIPPED: (_UPDATE, Telling.ALWAYS),
    S.CANCELLED: (_UPDATE, Telling.ALWAYS),
    S.COMPLETED: ("job_completed", Telling.ALWAYS),
    S.ON_HOLD: (_UPDATE, Telling.IF_ASKED),
}

TOPIC: Final = "status"
"""What these mails are news of: the latest is what holds, so it supersedes those that have not gone."""

UNDOING: Final = frozenset({"step_back", "reopen", "revise_quote"})
"""Verbs that take a move back: they mail nobody, and stop the mail of that move if it has not gone yet."""

UNTOLD: Final = UNDOING | {"import_as"}

RETURNING: Final = frozenset({"remake", "resume"})
"""Verbs that lead to a status the job has been in: the customer who heard of it last is not told again."""


def status_mail_defaults() -> list[StatusMail]:
    """A row for every status, as domain.md has it; those it does not name mail nobody."""
    unnamed = (_UPDATE, Telling.NEVER)
    return [
        StatusMail(status=status, mail=mail, telling=telling)
        for status in JobStatus
        for mail, telling in [_DEFAULTS.get(status, unnamed)]
    ]


def seed_status_mails(session: Session) -> None:
    """Add the rows that are missing; those that the shop changed stay as they are. Does not commit."""
    known = set(session.scalars(sa.select(StatusMail.status)))
    session.add_all(row for row in status_mail_defaults() if row.status not in known)


@on_verb(Job)
def tell_the_customer(session: Session, happened: Event) -> None:
    """Queue the mail of a move that the shop tells its customers of."""
    update: JobStatusUpdate | None = happened.details.get("update")
    if update is None:
        return
    if happened.verb in UNDOING:
        supersede(session, update.job_id, topic=TOPIC, why="The move was taken back.")
    if happened.verb in UNTOLD or not update.is_customer_visible:
        return
    mail = _mail_of(session, update.new_status, asked=bool(happened.details.get("tell_customer")))
    if mail is None or (happened.verb in RETURNING and _told_last(session, update)):
        return
    _queue(session, mail, happened.subject, f"{_UPDATE}:{update.id}", update)


@on_verb(Job, "accept_rush")
def tell_of_the_rush(session: Session, happened: Event) -> None:
    """Tell the customer that the job is done as a rush."""
    job = happened.subject
    _queue(session, "rush_job_accepted", job, f"rush_job_accepted:{job.id}")


@on_fact(Job)
def keep_news_from_a_former_customer(session: Session, facts: list[Fact]) -> None:
    """A mail that waits while its job goes to another customer is not sent: it is addressed to the former one."""
    for fact in facts:
        if "customer_id" in fact.before:
            supersede(session, fact.id, why="The job went to another customer.")


def _mail_of(session: Session, status: JobStatus, *, asked: bool) -> str | None:
    """The name of the mail about `status`, if one is to go. A status without a row is told as by default."""
    columns = sa.select(StatusMail.mail, StatusMail.telling).where(StatusMail.status == status)
    row = session.execute(columns).one_or_none()
    mail, telling = row if row is not None else _DEFAULTS.get(status, (_UPDATE, Telling.NEVER))
    return mail if telling == Telling.ALWAYS or (telling == Telling.IF_ASKED and asked) else None


def _told_last(session: Session, update: JobStatusUpdate) -> bool:
    """Whether the last mail about the job's life, sent or waiting, told the very status of `update`."""
    last = (
        sa.select(JobStatusUpdate.new_status)
        .join(NotificationQueue, NotificationQueue.status_update_id == JobStatusUpdate.id)
        .where(NotificationQueue.job_id == update.job_id, NotificationQueue.status.in_([N.PENDING, N.SENT]))
        .order_by(NotificationQueue.id.desc())
        .limit(1)
    )
    return session.scalar(last) == update.new_status


def _queue(
    session: Session, name: str, job: Job, dedup_key: str, update: JobStatusUpdate | None = None
) -> None:
    to = job.mail_address()
    if not to:
        _tell_that_nobody_was_told(session, name, job)
        return
    delay = dt.timedelta(minutes=value_of(session, "mail_delay_minutes"))
    data = {"job": job.number} | ({"status": update.new_status.value} if update else {})
    update_id = update.id if update else None
    due_at = clock.now() + delay
    person = _person_at(job, to)
    if person is None:
        queue_mail(
            session,
            name,
            to,
            data,
            dedup_key,
            job_id=job.id,
            status_update_id=update_id,
            topic=TOPIC,
            due_at=due_at,
        )
        return
    session.flush()
    supersede(session, job.id, topic=TOPIC)  # whoever was to get it: the job may have another contact now
    tell_contact(
        session,
        person,
        _event_of(name),
        text=_in_a_sentence(job, update),
        path=f"/portal/jobs/{job.id}",
        dedup_key=dedup_key,
        mail=name,
        data=data,
        job=job,
        topic=TOPIC,
        status_update_id=update_id,
        due_at=due_at,
    )


def _person_at(job: Job, address: str) -> CustomerContact | None:
    """Whose address the job's mails go to; None when it is the customer's own and no person's."""
    people = [job.contact] if job.contact is not None else []
    people += [each for each in job.customer.contacts if each.archived_at is None]
    return next((each for each in people if (each.email or "").lower() == address.lower()), None)


def _event_of(mail: str) -> CustomerEvent:
    """The event by which people choose about `mail`: the shop may name any registered mail for a status."""
    return CustomerEvent.__members__.get(mail.upper(), CustomerEvent.JOB_STATUS_UPDATE)


def _in_a_sentence(job: Job, update: JobStatusUpdate | None) -> str:
    if update is None:
        return f"{job.number} {job.title}: we are doing it as a rush."
    held_from = update.old_status if update.new_status == S.ON_HOLD else None
    step = customer_step(update.new_status, held_from)
    return f"{job.number} {job.title}: {WORDS[update.new_status].mail.headline.format(step=step.name)}."


def _tell_that_nobody_was_told(session: Session, name: str, job: Job) -> None:
    text = (
        f"{job}: the mail “{name.replace('_', ' ')}” was not sent, since neither {job.customer} nor the job's contact "
        "has an e-mail address. Add one, and tell the customer of this move yourself."
    )
    tell_staff(session, {OFFICE}, text, f"/jobs/show/{job.id}")
