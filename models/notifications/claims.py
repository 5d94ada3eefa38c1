"""Claiming mails and saying what became of them.

These are deliberate statements on the table: a claim must be one UPDATE that two senders cannot both win, and no
person changes anything here. Each function is one transaction's worth; the sender commits.
"""

from __future__ import annotations

import datetime as dt
import functools
import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.roles import MANAGER, OFFICE
from ..core.types import UtcDateTime
from ..jobs import JobStatusUpdate
from .queue import N, NotificationQueue, is_free
from .staff import tell_staff

LEASE: Final = dt.timedelta(seconds=120)
"""How long a sender holds what it claimed. One that died is thought to be sending until then."""

MAX_ATTEMPTS: Final = 8
"""A mail that was refused so often for a passing reason is given up (after about two hours)."""

_FIRST_DELAY: Final = 30
_LONGEST_DELAY: Final = 3600

queue = NotificationQueue.__table__


@dataclass(frozen=True)
class ClaimedMail:
    """A mail that one sender holds until `locked_until`. `name` is its registered name; `attempts` counts this one."""

    id: str
    name: str
    recipient_email: str
    data: dict[str, Any]
    attempts: int
    job_id: str | None
    status_update_id: str | None
    contact_id: str | None
    due_at: dt.datetime
    locked_until: dt.datetime


def claim(session: Session, sender: str, limit: int, lease: dt.timedelta = LEASE) -> list[ClaimedMail]:
    """Hold up to `limit` due mails for `sender` (a name of its own), those due longest first.

    Two senders never get the same mail, and on PostgreSQL neither waits for the other.
    """
    now = clock.now()
    told = {"now": now, "until": now + lease, "holder": sender, "most": limit}
    claimed = [_claimed(row) for row in session.execute(_hold(), told)]
    return sorted(claimed, key=lambda mail: (mail.due_at, mail.id))


@functools.cache
def _hold() -> Any:
    """The statement of `claim`, made once."""
    now = sa.bindparam("now", type_=UtcDateTime())
    due = (
        sa.select(queue.c.id)
        .where(queue.c.status == N.PENDING, queue.c.due_at <= now, is_free(now))
        .order_by(queue.c.due_at, queue.c.id)
        .limit(sa.bindparam("most"))
        .with_for_update(skip_locked=True)
        .cte("due")  # evaluated once: a subselect may be run anew, and then locks more than `limit`
    )
    held = {"locked_by": sa.bindparam("holder"), "locked_until": sa.bindparam("until", type_=UtcDateTime())}
    return (
        sa.update(queue)
        .where(queue.c.id.in_(sa.select(due.c.id)), queue.c.status == N.PENDING)
        .values(**held, attempts=queue.c.attempts + 1)
        .returning(
            queue.c.id,
            queue.c.type,
            queue.c.recipient_email,
            queue.c.template_data,
            queue.c.attempts,
            queue.c.job_id,
            queue.c.status_update_id,
            queue.c.contact_id,
            queue.c.due_at,
            queue.c.locked_until,
        )
    )


def _claimed(row: Any) -> ClaimedMail:
    return ClaimedMail(
        id=row.id,
        name=row.type.lower(),
        recipient_email=row.recipient_email,
        data=row.template_data or {},
        attempts=row.attempts,
        job_id=row.job_id,
        status_update_id=row.status_update_id,
        contact_id=row.contact_id,
        due_at=row.due_at,
        locked_until=row.locked_until,
    )


def mark_sent(connection: sa.Connection, mail: ClaimedMail, sender: str, subject: str, content: str) -> bool:
    """Note that the server took the mail, and that the customer was told of the move; False when the lease was lost.

    It takes a bare connection, since it is a commit of its own for every mail and concerns no object of a session.
    """
    sent = {"status": N.SENT, "sent_at": clock.now(), "error": None, "subject": subject, "content": content}
    marked = _ended(connection, mail, sender, sent)
    if marked and mail.status_update_id is not None:
        connection.execute(_TOLD, {"told_update": mail.status_update_id})
    return marked


def try_later(session: Session, mail: ClaimedMail, sender: str, error: str) -> bool:
    """Put the mail off after a passing refusal, longer each time; give it up after `MAX_ATTEMPTS`."""
    if mail.attempts >= MAX_ATTEMPTS:
        return give_up(session, mail, sender, error)
    delay = min(_LONGEST_DELAY, _FIRST_DELAY * 2**mail.attempts) * random.uniform(0.8, 1.2)  # noqa: S311
    due_at = clock.now() + dt.timedelta(seconds=delay)
    return _conclude(session, mail, sender, due_at=due_at, error=error[:1000])


def give_up(session: Session, mail: ClaimedMail, sender: str, error: str) -> bool:
    """Make the mail a dead letter and tell the staff who look after mail."""
    given_up = _conclude(session, mail, sender, status=N.FAILED, error=error[:1000])
    if given_up:
        kind = mail.name.replace("_", " ")
        text = (
            f"The mail “{kind}” to {mail.recipient_email} was not delivered and was given up: {error[:300]}"
        )
        tell_staff(session, {OFFICE, MANAGER}, text, f"/notification_queue/show/{mail.id}")
    return given_up


def give_back(
    session: Session,
    mails: Iterable[ClaimedMail],
    sender: str,
    error: str | None = None,
    delay: dt.timedelta = dt.timedelta(),
) -> None:
    """Let go of mails that were not tried; the attempt does not count. With `delay` they wait so long."""
    due_at = clock.now() + delay
    for mail in mails:
        _conclude(
            session,
            mail,
            sender,
            due_at=due_at if delay else mail.due_at,
            error=error,
            attempts=mail.attempts - 1,
        )


def _conclude(session: Session, mail: ClaimedMail, sender: str, **values: Any) -> bool:
    session.flush()
    return _ended(session.connection(), mail, sender, values)


def _ended(connection: sa.Connection, mail: ClaimedMail, sender: str, values: dict[str, Any]) -> bool:
    held = {"held_id": mail.id, "holder": sender}
    return connection.execute(_conclusion(tuple(values)), held | values).rowcount == 1


@functools.cache
def _conclusion(columns: tuple[str, ...]) -> sa.Update:
    """The statement that ends a claim and writes `columns`; made once, since it is run for every mail."""
    held = (
        queue.c.id == sa.bindparam("held_id"),
        queue.c.locked_by == sa.bindparam("holder"),
        queue.c.status == N.PENDING,
    )
    written = {name: sa.bindparam(name, type_=queue.c[name].type) for name in columns}
    return sa.update(queue).where(*held).values(locked_by=None, locked_until=None, **written)


_update = JobStatusUpdate.__table__
_TOLD: Final = (
    sa.update(_update).where(_update.c.id == sa.bindparam("told_update")).values(notification_sent=True)
)
