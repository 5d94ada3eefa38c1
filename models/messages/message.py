"""What the customer and the shop say to each other about a job: one thread a job, whatever the channel.

Staff log on it what was asked by phone, at the counter or by mail, so that the inquiries of all channels are counted.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, ForeignKey, Index, event
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock
from ..core.actor import current_actor
from ..core.base import Base
from ..core.doors import GIVEN_ONCE, VERBS_ONLY
from ..core.errors import InvalidValue, RuleBroken
from ..core.kinship import of_the_same
from ..core.roles import ARTIST, MANAGER, OFFICE, PRODUCTION
from ..core.types import Choice, Prose, UtcDateTime
from ..core.workflow import verb
from ..customers import Customer, CustomerContact
from ..jobs import Job
from ..people import StaffUser

WRITERS: Final = frozenset({OFFICE, MANAGER, ARTIST, PRODUCTION})
"""Who of the staff speaks with customers."""

LONGEST_TEXT: Final = 4000


def excerpt(text: str, longest: int = 160) -> str:
    """The beginning of `text` in one line of at most `longest` characters."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


class MessageChannel(enum.StrEnum):
    """How it was said. What staff write into the portal is theirs; the other channels they log for the customer."""

    PORTAL = "PORTAL"
    PHONE = "PHONE"
    COUNTER = "COUNTER"
    MAIL = "MAIL"


class MessageSide(enum.StrEnum):
    """Who said it."""

    CUSTOMER = "CUSTOMER"
    SHOP = "SHOP"


def _side_of_new(context: Any) -> MessageSide:
    channel = context.get_current_parameters()["channel"]
    is_reply = current_actor().kind != "customer" and channel == MessageChannel.PORTAL
    return MessageSide.SHOP if is_reply else MessageSide.CUSTOMER


def _staff_who_writes() -> int | None:
    actor = current_actor()
    return int(actor.reference) if actor.kind == "staff" and actor.reference.isdecimal() else None


def _read_by_who_logs_it() -> dt.datetime | None:
    return clock.now() if _staff_who_writes() is not None else None


def _is_read_already(message: Message) -> str:
    return "This message is read already." if message.read_at is not None else ""


class Message(Base):
    """One thing that was said, by the customer's `contact` or by a member of staff.

    `customer` is whom it was said with: a job that goes to another customer does not take its thread along.
    `read_at` says when the shop read what a customer said; what the shop says is read by each contact (`MessageRead`).
    """

    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_unread", "side", "read_at"), Index(None, "created_at"))
    __audited__ = True
    __live__ = True
    __portal__ = "customer_id"

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), index=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True, info=GIVEN_ONCE)
    channel: Mapped[MessageChannel] = mapped_column(
        Choice(MessageChannel),
        default=MessageChannel.PORTAL,
        doc="PORTAL writes to the customer; the others log what the customer asked.",
    )
    # After the channel, of which it is made.
    side: Mapped[MessageSide] = mapped_column(Choice(MessageSide), default=_side_of_new, info=GIVEN_ONCE)
    contact_id: Mapped[str | None] = mapped_column(
        ForeignKey("customer_contacts.id"),
        index=True,
        info=of_the_same("customer_id"),
        doc="Who of the customer wrote or asked.",
    )
    staff_user_id: Mapped[int | None] = mapped_column(
        ForeignKey("ab_user.id"),
        index=True,
        default=_staff_who_writes,
        info=GIVEN_ONCE,
        doc="Who of the shop wrote it, or logged what the customer asked.",
    )
    text: Mapped[str] = mapped_column(Prose(LONGEST_TEXT))
    read_at: Mapped[dt.datetime | None] = mapped_column(
        UtcDateTime, default=_read_by_who_logs_it, info=VERBS_ONLY
    )

    job: Mapped[Job] = relationship()
    customer: Mapped[Customer] = relationship()
    contact: Mapped[CustomerContact | None] = relationship()
    staff_user: Mapped[StaffUser | None] = relationship(StaffUser)

    def __str__(self) -> str:
        return f"Message “{excerpt(self.text, 60)}”"

    @property
    def is_of_customer(self) -> bool:
        """Whether the customer said it."""
        return self.side == MessageSide.CUSTOMER

    @verb(by=WRITERS, unless=_is_read_already)
    def mark_read(self) -> None:
        """The shop has read it: it waits on nobody's desk any more."""
        self.read_at = clock.now()


@event.listens_for(Message, "before_insert")
def _is_said_with_the_jobs_customer(_mapper: Any, connection: Connection, message: Message) -> None:
    if not (message.text or "").strip():
        raise InvalidValue("text", "Write something first: an empty message says nothing.")
    if message.customer_id is None:
        job_id = message.job_id or message.job.id
        jobs = Job.__table__
        message.customer_id = connection.scalar(sa.select(jobs.c.customer_id).where(jobs.c.id == job_id))


@event.listens_for(Message, "before_update")
def _was_said(_mapper: Any, _connection: Connection, message: Message) -> None:
    """What was said stays said: people write it in forms, so it is kept here and not by its doors."""
    state: Any = sa.inspect(message)
    if any(state.attrs[name].history.deleted for name in ("job_id", "channel", "contact_id", "text")):
        raise RuleBroken("What was said is not changed afterwards. Write a further message instead.")


def thread(job: Job) -> sa.Select[Any]:
    """What was said about `job` with the customer it has now, in order."""
    said = sa.select(Message).where(Message.job_id == job.id, Message.customer_id == job.customer_id)
    return said.order_by(Message.id)


def unread_from_customers() -> sa.Select[Any]:
    """What customers said and nobody of the shop has read, the longest waiting first."""
    unread = sa.select(Message).where(Message.side == MessageSide.CUSTOMER, Message.read_at.is_(None))
    return unread.order_by(Message.id)


def mark_thread_read(session: Session, job: Job) -> None:
    """Note that the shop has read what the customer said about `job`. Does not commit."""
    for message in session.scalars(unread_from_customers().where(Message.job_id == job.id)):
        message.mark_read()
