"""The daily summary: what waits for it is gathered into one mail for each person, when its hour has passed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.orm import Session

from ..core import clock
from ..core.base import lock
from ..customers import CustomerContact
from ..settings import declare, value_of
from .inbox import ContactNotification
from .preferences import wishes_of
from .queue import NotificationQueue, queue_mail
from .unsubscribing import SUMMARY

MOST_TOLD: Final = 50
"""Lines of a summary; it says how many more there are."""

declare(
    "summary_hour",
    17,
    "At which hour of the shop's day the daily summary is mailed to the customers who chose it.",
    Annotated[int, Field(ge=0, le=23)],
)


def summary_moment(session: Session) -> dt.datetime:
    """The last hour of summaries that has passed: what came about until then is due."""
    return clock.last_at(value_of(session, "summary_hour"))


def contacts_to_summarise(session: Session) -> list[str]:
    """The ids of those for whom something waits that is due: told by the last hour of summaries, and not mailed."""
    told = ContactNotification
    due = sa.select(told.contact_id).where(
        told.awaits_digest.is_(True), told.created_at <= summary_moment(session)
    )
    return list(session.scalars(due.distinct().order_by(told.contact_id)))


def summarise(session: Session, contact: CustomerContact) -> NotificationQueue | None:
    """Queue the summary of what is due for `contact`; None when they want mails of none of it. Does not commit."""
    lock(contact)  # a second clock finds nothing left
    due = sa.select(ContactNotification).where(
        ContactNotification.contact_id == contact.id,
        ContactNotification.awaits_digest.is_(True),
        ContactNotification.created_at <= summary_moment(session),
    )
    rows = session.scalars(due.order_by(ContactNotification.id)).all()
    for row in rows:
        row.awaits_digest = False
    wishes = wishes_of(session, contact)
    told = [row for row in rows if wishes[row.event].email and row.customer_id == contact.customer_id]
    if not told or not contact.email or contact.archived_at is not None:
        return None
    news = [[row.text, row.url] for row in told[:MOST_TOLD]]
    return queue_mail(
        session,
        SUMMARY.lower(),
        contact.email,
        {"event": SUMMARY, "news": news, "more": len(told) - len(news)},
        f"{SUMMARY.lower()}:{told[-1].id}",
        contact_id=contact.id,
    )
