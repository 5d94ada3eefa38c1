"""Telling a customer's person something: a line in the portal, and a mail now or in the day's summary, as they wish."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..customers import CustomerContact
from ..jobs import Job
from .inbox import ContactNotification
from .preferences import EVENTS, CustomerEvent, Wish, wish_of
from .queue import NotificationQueue, queue_mail


@dataclass(frozen=True)
class Told:
    """What came of telling: the line in the portal or for the summary, and the mail; None where there is none."""

    notification: ContactNotification | None = None
    mail: NotificationQueue | None = None


def tell_contact(
    session: Session,
    contact: CustomerContact,
    event: CustomerEvent,
    *,
    text: str,
    path: str,
    dedup_key: str,
    mail: str | None = None,
    data: dict[str, Any] | None = None,
    job: Job | None = None,
    topic: str | None = None,
    status_update_id: str | None = None,
    due_at: dt.datetime | None = None,
) -> Told:
    """Tell `contact` of `event` in the ways they chose; once for each `dedup_key` (at most 130 characters).

    `text` is one plain sentence for the portal's list and the summary; `path` the page where it is seen, such as
    `/portal/jobs/<id>`. `mail` is the mail's registered name, by default the event's in small letters; it is made of
    `data` (JSON, no secrets), to which `text`, `path` and `event` are added. A mail of a `topic` supersedes those of
    the topic about `job` that this contact has not got yet; without one it supersedes nothing and is superseded by
    nothing. Somebody archived is told nothing, somebody without an address gets no mail. Does not commit.
    """
    if contact.archived_at is not None:
        return Told()
    wish = _wish(session, contact, event)
    note = _noted(session, contact, event, wish, text=text, path=path, dedup_key=dedup_key, job=job)
    if not wish.mail_now or not contact.email:
        return Told(note)
    queued = queue_mail(
        session,
        mail or event.value.lower(),
        contact.email,
        {**(data or {}), "text": text, "path": path, "event": event.value},
        f"{dedup_key}:{contact.id}",
        job_id=job.id if job else None,
        status_update_id=status_update_id,
        contact_id=contact.id,
        topic=topic,
        due_at=due_at,
    )
    return Told(note, queued)


def _wish(session: Session, contact: CustomerContact, event: CustomerEvent) -> Wish:
    """As they chose, but that what cannot wait is left to no summary."""
    wish = wish_of(session, contact, event)
    return wish if EVENTS[event].waits else Wish(wish.email, wish.in_app)


_KNOWN: Final = sa.select(ContactNotification.id).where(
    ContactNotification.contact_id == sa.bindparam("whose"),
    ContactNotification.dedup_key == sa.bindparam("key"),
)


def _noted(
    session: Session,
    contact: CustomerContact,
    event: CustomerEvent,
    wish: Wish,
    *,
    text: str,
    path: str,
    dedup_key: str,
    job: Job | None,
) -> ContactNotification | None:
    session.flush()
    asked = {"whose": contact.id, "key": dedup_key}
    if not (wish.in_app or wish.in_summary) or session.scalar(_KNOWN, asked) is not None:
        return None
    note = ContactNotification(
        contact_id=contact.id,
        customer_id=contact.customer_id,
        event=event,
        text=text[:1000],
        url=path,
        job_id=job.id if job else None,
        dedup_key=dedup_key,
        in_app=wish.in_app,
        awaits_digest=wish.in_summary and bool(contact.email),
    )
    session.add(note)
    return note
