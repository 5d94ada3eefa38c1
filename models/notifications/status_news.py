"""A job's moves are news to its customer: the reactions that tell them, and what stops news that no longer hold."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.events import Event, Fact, on_fact, on_verb
from ..core.roles import OFFICE
from ..customers import CustomerContact
from ..jobs import WORDS, Job, JobStatusUpdate, customer_step
from ..jobs.life import S
from ..settings import value_of
from .contacts import tell_contact
from .preferences import CustomerEvent
from .queue import N, NotificationQueue, queue_mail, supersede
from .staff import tell_staff
from .status_mails import UPDATE, mail_about

TOPIC: Final = "status"
"""What these mails are news of: the latest is what holds, so it supersedes those that have not gone."""

UNDOING: Final = frozenset({"step_back", "reopen", "revise_quote"})
"""Verbs that take a move back: they mail nobody, and stop the mail of that move if it has not gone yet."""

UNTOLD: Final = UNDOING | {"import_as"}

RETURNING: Final = frozenset({"remake", "resume"})
"""Verbs that lead to a status the job has been in: the customer who heard of it last is not told again."""


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
    mail = mail_about(session, update.new_status, asked=bool(happened.details.get("tell_customer")))
    if mail is None or (happened.verb in RETURNING and _told_last(session, update)):
        return
    _queue(session, mail, happened.subject, f"{UPDATE}:{update.id}", update)


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
    data = {"job": job.number} | ({"status": update.new_status.value} if update else {})
    told: dict[str, Any] = {
        "topic": TOPIC,
        "status_update_id": update.id if update else None,
        "due_at": clock.now() + dt.timedelta(minutes=value_of(session, "mail_delay_minutes")),
    }
    person = _person_at(job, to)
    if person is None:
        queue_mail(session, name, to, data, dedup_key, job_id=job.id, **told)
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
        **told,
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
