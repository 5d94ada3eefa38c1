"""The threads of a customer: one for each job that was written about or that runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from ..customers import CustomerContact
from ..jobs import ACTIVE, Job
from .message import Message
from .reading import unread_by_contact

MOST_THREADS: Final = 100


@dataclass(frozen=True)
class Thread:
    """A job with the last that was said about it, and how much of it one person has not read."""

    job: Job
    last: Message | None
    unread: int


def threads_of(session: Session, contact: CustomerContact) -> list[Thread]:
    """What `contact` may write about: threads with the last message first, then the jobs that run without one.

    At most `MOST_THREADS` of each, in a constant number of statements.
    """
    lasts = _last_messages(session, contact)
    unread = _unread_by_job(session, contact)
    begun = [Thread(last.job, last, unread.get(last.job_id, 0)) for last in lasts]
    known = {thread.job.id for thread in begun}
    return begun + [Thread(job, None, 0) for job in _running_jobs(session, contact) if job.id not in known]


def _last_messages(session: Session, contact: CustomerContact) -> Sequence[Message]:
    own = (
        sa.select(sa.func.max(Message.id))
        .join(Job, sa.and_(Job.id == Message.job_id, Job.customer_id == Message.customer_id))
        .where(Message.customer_id == contact.customer_id)
        .group_by(Message.job_id)
    )
    last = sa.select(Message).where(Message.id.in_(own)).order_by(Message.id.desc()).limit(MOST_THREADS)
    whole = (joinedload(Message.job), joinedload(Message.contact), joinedload(Message.staff_user))
    return session.scalars(last.options(*whole)).unique().all()


def _unread_by_job(session: Session, contact: CustomerContact) -> dict[str, int]:
    unread = unread_by_contact(contact).order_by(None).with_only_columns(Message.job_id).subquery()
    counted = sa.select(unread.c.job_id, sa.func.count()).group_by(unread.c.job_id)
    return dict(iter(session.execute(counted)))


def _running_jobs(session: Session, contact: CustomerContact) -> Sequence[Job]:
    running = sa.select(Job).where(Job.customer_id == contact.customer_id, Job.status.in_(ACTIVE))
    return session.scalars(running.order_by(Job.id.desc()).limit(MOST_THREADS)).all()
