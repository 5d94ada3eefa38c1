"""How far each person of a customer has read what the shop wrote, and what they write themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock
from ..core.base import Base, lock
from ..core.errors import RuleBroken
from ..customers import CustomerContact
from ..jobs import Job
from ..notifications import CustomerEvent
from ..notifications.inbox import mark_read_about
from .message import Message, MessageChannel, MessageSide

MOST_AN_HOUR: Final = 60
"""Messages of one person: each is mailed to the office."""


class MessageRead(Base):
    """How far one person of a customer has read the thread of a job: to the message `read_up_to`, an id."""

    __tablename__ = "message_reads"
    __table_args__ = (sa.UniqueConstraint("contact_id", "job_id"),)
    __portal__ = "contact.customer_id"

    contact_id: Mapped[str] = mapped_column(ForeignKey("customer_contacts.id"))
    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), index=True)
    read_up_to: Mapped[str] = mapped_column(String(26))

    contact: Mapped[CustomerContact] = relationship()
    job: Mapped[Job] = relationship()

    def __str__(self) -> str:
        return f"{self.contact} has read about {self.job}"


def write_as_contact(session: Session, job: Job, contact: CustomerContact, text: str) -> Message:
    """What `contact` writes about `job` in the portal; the shop is told. Flushed, not committed.

    The same text sent again within a minute is the same message: a button that was pressed twice. RuleBroken when
    somebody writes more in an hour than a person does.
    """
    lock(contact)
    text = text.replace("\r\n", "\n").strip()
    latest = _latest_of(session, contact)
    again = next((each for each in latest if _is_the_same(each, job, text)), None)
    if again is not None:
        return again
    if len(latest) >= MOST_AN_HOUR:
        raise RuleBroken(
            f"Your message was not sent: you wrote {MOST_AN_HOUR} in an hour. Call us, or write later."
        )
    said = Message(
        job=job, contact=contact, text=text, side=MessageSide.CUSTOMER, channel=MessageChannel.PORTAL
    )
    session.add(said)
    session.flush()
    mark_read_by(session, contact, job, up_to=said.id)
    return said


def _latest_of(session: Session, contact: CustomerContact) -> list[Message]:
    """What the contact wrote in the last hour, as far as it is counted, the last first."""
    own = sa.select(Message).where(
        Message.contact_id == contact.id,
        Message.channel == MessageChannel.PORTAL,
        Message.created_at > clock.now() - dt.timedelta(hours=1),
    )
    return list(session.scalars(own.order_by(Message.id.desc()).limit(MOST_AN_HOUR)))


def _is_the_same(message: Message, job: Job, text: str) -> bool:
    return (
        message.job_id == job.id
        and message.text == text
        and message.created_at > clock.now() - dt.timedelta(minutes=1)
    )


def mark_read_by(session: Session, contact: CustomerContact, job: Job, *, up_to: str) -> None:
    """Note that `contact` has read the thread of `job` to the message with the id `up_to`. Does not commit."""
    lock(contact)  # who reads in two windows has one mark
    mark = _mark_of(session, contact, job)
    if mark is None:
        session.add(MessageRead(contact_id=contact.id, job_id=job.id, read_up_to=up_to))
    elif mark.read_up_to < up_to:
        mark.read_up_to = up_to
    mark_read_about(session, contact, CustomerEvent.NEW_MESSAGE, job.id)


def _mark_of(session: Session, contact: CustomerContact, job: Job) -> MessageRead | None:
    own = sa.select(MessageRead).where(MessageRead.contact_id == contact.id, MessageRead.job_id == job.id)
    return session.scalars(own).one_or_none()


def unread_by_contact(contact: CustomerContact) -> sa.Select[Any]:
    """What the shop said to the customer of `contact`, and `contact` has not read, the last first."""
    mark = MessageRead.__table__
    is_read = (
        sa.select(mark.c.id)
        .where(
            mark.c.contact_id == contact.id, mark.c.job_id == Message.job_id, mark.c.read_up_to >= Message.id
        )
        .exists()
    )
    theirs = (
        sa.select(Message)
        .join(Job, sa.and_(Job.id == Message.job_id, Job.customer_id == Message.customer_id))
        .where(Message.customer_id == contact.customer_id, Message.side == MessageSide.SHOP, ~is_read)
    )
    return theirs.order_by(Message.id.desc())


def unread_count(session: Session, contact: CustomerContact) -> int:
    """How many messages of the shop `contact` has not read."""
    unread = unread_by_contact(contact).order_by(None).with_only_columns(Message.id).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(unread)) or 0
