"""What a customer's person wants to be told, and how: by mail at once, in a daily summary, in the portal, or not."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core.base import Base, lock
from ..core.doors import GIVEN_ONCE
from ..core.errors import InvalidValue
from ..core.types import Choice
from ..customers import CustomerContact


class CustomerEvent(enum.StrEnum):
    """What happens that a customer may be told of. Its mail is registered by the same name, in small letters."""

    DESIGN_APPROVAL_REQUEST = "DESIGN_APPROVAL_REQUEST"
    DESIGN_APPROVAL_REMINDER = "DESIGN_APPROVAL_REMINDER"
    DESIGN_APPROVAL_DECIDED = "DESIGN_APPROVAL_DECIDED"
    JOB_STATUS_UPDATE = "JOB_STATUS_UPDATE"
    JOB_COMPLETED = "JOB_COMPLETED"
    RUSH_JOB_ACCEPTED = "RUSH_JOB_ACCEPTED"
    NEW_MESSAGE = "NEW_MESSAGE"
    NEW_FILE = "NEW_FILE"
    INVOICE_ISSUED = "INVOICE_ISSUED"


E = CustomerEvent


@dataclass(frozen=True)
class EventWords:
    """How an event is named to customers: on the page of preferences, and in “Stop mails about {plural}”.

    `waits` says whether a summary at the end of the day is soon enough.
    """

    label: str
    plural: str
    waits: bool = True


EVENTS: Final[Mapping[CustomerEvent, EventWords]] = MappingProxyType(
    {
        # A design blocks the job until somebody decides: a summary of tomorrow would cost the day that is promised.
        E.DESIGN_APPROVAL_REQUEST: EventWords(
            "A design waits for your yes", "designs to approve", waits=False
        ),
        E.DESIGN_APPROVAL_REMINDER: EventWords("A reminder of a design", "reminders of designs", waits=False),
        E.DESIGN_APPROVAL_DECIDED: EventWords("A design was decided", "decided designs"),
        E.JOB_STATUS_UPDATE: EventWords("An order takes a step", "the steps of orders"),
        E.JOB_COMPLETED: EventWords("An order is complete", "completed orders"),
        E.RUSH_JOB_ACCEPTED: EventWords("A rush is accepted", "accepted rushes"),
        E.NEW_MESSAGE: EventWords("A message from the shop", "messages from the shop"),
        E.NEW_FILE: EventWords("A new file", "new files"),
        # A deposit holds production up until it is paid.
        E.INVOICE_ISSUED: EventWords("An invoice or a credit note", "invoices and credit notes", waits=False),
    }
)
"""Every event, in the order of the page of preferences."""


@dataclass(frozen=True)
class Wish:
    """How somebody wants to be told of an event. `digest` gathers its mails into one a day; without `email` none."""

    email: bool = True
    in_app: bool = True
    digest: bool = False

    @property
    def mail_now(self) -> bool:
        """Whether a mail of its own goes at once."""
        return self.email and not self.digest

    @property
    def in_summary(self) -> bool:
        """Whether it stands in the day's summary."""
        return self.email and self.digest


class NotificationPreference(Base):
    """What one person wants for one event. Without a row: a mail at once, and a line in the portal."""

    __tablename__ = "notification_preferences"
    __table_args__ = (sa.UniqueConstraint("contact_id", "event"),)
    __audited__ = True

    contact_id: Mapped[str] = mapped_column(ForeignKey("customer_contacts.id"), info=GIVEN_ONCE)
    event: Mapped[CustomerEvent] = mapped_column(Choice(CustomerEvent), info=GIVEN_ONCE)
    email: Mapped[bool] = mapped_column(default=True, doc="Whether mails about it are wanted at all.")
    in_app: Mapped[bool] = mapped_column(default=True, doc="Whether it is listed in the portal.")
    digest: Mapped[bool] = mapped_column(
        default=False, doc="Gathered into one mail a day, not mailed at once."
    )

    contact: Mapped[CustomerContact] = relationship()

    def __str__(self) -> str:
        return f"{self.contact}: {EVENTS[self.event].label}"

    @property
    def wish(self) -> Wish:
        """The row as a value."""
        return Wish(self.email, self.in_app, self.digest)


def wish_of(session: Session, contact: CustomerContact, event: CustomerEvent) -> Wish:
    """How `contact` wants to be told of `event`."""
    row = _row_of(session, contact, event)
    return row.wish if row is not None else Wish()


def wishes_of(session: Session, contact: CustomerContact) -> dict[CustomerEvent, Wish]:
    """What `contact` wants, for every event, in the order of `EVENTS`."""
    rows = sa.select(NotificationPreference).where(NotificationPreference.contact_id == contact.id)
    chosen = {row.event: row.wish for row in session.scalars(rows)}
    return {event: chosen.get(event, Wish()) for event in EVENTS}


def choose(session: Session, contact: CustomerContact, event: CustomerEvent, wish: Wish) -> None:
    """Keep what `contact` wants for `event`; InvalidValue when it cannot wait for a summary. Does not commit."""
    if wish.digest and not EVENTS[event].waits:
        raise InvalidValue(
            "digest", f"“{EVENTS[event].label}” cannot wait for the daily summary: it holds up the order."
        )
    lock(contact)  # a mail program that presses twice
    row = _row_of(session, contact, event)
    if row is None:
        row = NotificationPreference(contact_id=contact.id, event=event)
        session.add(row)
    row.email, row.in_app, row.digest = wish.email, wish.in_app, wish.digest


def _row_of(
    session: Session, contact: CustomerContact, event: CustomerEvent
) -> NotificationPreference | None:
    return session.scalars(_OWN, {"whose": contact.id, "of": event}).one_or_none()


_OWN: Final = sa.select(NotificationPreference).where(
    NotificationPreference.contact_id == sa.bindparam("whose"),
    NotificationPreference.event == sa.bindparam("of"),
)
"""Made once: it is asked with all that a customer is told."""
