"""The thread of a job on its page: what the customer and the shop said, and a field to write in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import url_for
from sqlalchemy.orm import joinedload

from models.core.base import db
from models.core.dates import short_moment
from models.core.labels import choice_label
from models.jobs import Job
from models.messages import LONGEST_TEXT, Message, MessageChannel, thread

from ..core.access.person import is_granted

NEWEST: Final = 30


@dataclass(frozen=True)
class Said:
    """A message: who said it (and by which channel, if not in the portal), when, and where it is marked as read."""

    text: str
    who: str
    when: str
    of_customer: bool
    mark_url: str


@dataclass(frozen=True)
class Talk:
    """The newest messages in order, whether there are more, and where one writes; "" for who may not."""

    said: list[Said]
    more: bool
    all_url: str
    add_url: str
    log_url: str
    longest: int = LONGEST_TEXT

    @property
    def count(self) -> str:
        """How many there are, such as “30+”."""
        return f"{len(self.said)}+" if self.more else str(len(self.said))


def talk_of(job: Job, here: str) -> Talk | None:
    """The thread of `job`, for whom it is meant; None for others. One statement."""
    if not is_granted("can_list", Message.__tablename__):
        return None
    newest = thread(job).order_by(None).order_by(Message.id.desc()).limit(NEWEST + 1)
    found = db.session.scalars(
        newest.options(joinedload(Message.contact), joinedload(Message.staff_user))
    ).all()
    may_add, back = is_granted("can_add", Message.__tablename__), f"{here}#messages"
    return Talk(
        [_said(each) for each in reversed(found[:NEWEST])],
        len(found) > NEWEST,
        url_for("MessageScreen.list", _flt_0_job=job.id),
        url_for("MessageScreen.add", back=back) if may_add else "",
        url_for("MessageScreen.add", job=job.id, back=back) if may_add else "",
    )


def _said(message: Message) -> Said:
    may_mark = message.is_of_customer and message.read_at is None and is_granted("can_mark_read", "messages")
    return Said(
        message.text,
        _who(message),
        short_moment(message.created_at),
        message.is_of_customer,
        url_for("MessageScreen.speak", pk=message.id, verb="mark_read") if may_mark else "",
    )


def _who(message: Message) -> str:
    staff = message.staff_user.first_name if message.staff_user else "The shop"
    if not message.is_of_customer:
        return staff
    who = message.contact.name if message.contact else "The customer"
    if message.channel == MessageChannel.PORTAL:
        return who
    return f"{who}, {choice_label(message.channel).lower()}, noted by {staff}"
