"""What a customer's person was told: the list behind the bell of the portal, and what waits for the day's summary."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock
from ..core.base import Base
from ..core.doors import VERBS_ONLY
from ..core.types import Choice, Prose, UtcDateTime
from ..core.workflow import verb
from ..customers import CustomerContact
from ..jobs import Job
from .preferences import CustomerEvent


class ContactNotification(Base):
    """One sentence for one person at a customer, with the page of the portal that it leads to (`url`, a path)."""

    __tablename__ = "contact_notifications"
    __table_args__ = (
        sa.UniqueConstraint("contact_id", "dedup_key"),
        Index("ix_contact_notifications_unread", "contact_id", "in_app", "read_at"),
        Index("ix_contact_notifications_awaits_digest", "awaits_digest", "contact_id"),
    )
    __portal__ = "customer_id"

    contact_id: Mapped[str] = mapped_column(ForeignKey("customer_contacts.id"))
    # The customer is written down, since a contact's is not read where open pages are told.
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    event: Mapped[CustomerEvent] = mapped_column(Choice(CustomerEvent))
    text: Mapped[str] = mapped_column(Prose(1000))
    url: Mapped[str] = mapped_column(String(300))
    job_id: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    dedup_key: Mapped[str] = mapped_column(String(130))
    in_app: Mapped[bool] = mapped_column(default=True, doc="Whether the portal lists it.")
    awaits_digest: Mapped[bool] = mapped_column(default=False, doc="Whether it waits for the day's summary.")
    read_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)

    contact: Mapped[CustomerContact] = relationship()
    job: Mapped[Job | None] = relationship()

    def __str__(self) -> str:
        return self.text

    @verb()
    def mark_read(self) -> None:
        """It was seen."""
        self.read_at = self.read_at or clock.now()


def listed_for(contact: CustomerContact) -> sa.Select[Any]:
    """What the portal lists for `contact`, the last first; not what they were told as somebody of another customer."""
    own = sa.select(ContactNotification).where(
        ContactNotification.contact_id == contact.id,
        ContactNotification.customer_id == contact.customer_id,
        ContactNotification.in_app.is_(True),
    )
    return own.order_by(ContactNotification.id.desc())


def unread_of(contact: CustomerContact) -> sa.Select[Any]:
    """What the portal lists for `contact` and they have not read, the last first."""
    return listed_for(contact).where(ContactNotification.read_at.is_(None))


def unread_count(session: Session, contact: CustomerContact) -> int:
    """How many the bell shows."""
    unread = unread_of(contact).order_by(None).with_only_columns(ContactNotification.id).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(unread)) or 0


def mark_all_read(session: Session, contact: CustomerContact, *, up_to: str) -> None:
    """Note that the contact saw what is unread, up to the one with the id `up_to`. Does not commit."""
    for told in session.scalars(unread_of(contact).where(ContactNotification.id <= up_to)):
        told.mark_read()


def mark_read_about(session: Session, contact: CustomerContact, event: CustomerEvent, job_id: str) -> None:
    """Note that the contact saw elsewhere what they were told of `event` about the job. Does not commit."""
    about = unread_of(contact).where(ContactNotification.event == event, ContactNotification.job_id == job_id)
    for told in session.scalars(about):
        told.mark_read()
