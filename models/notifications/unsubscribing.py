"""Stopping mails by a link in them, without signing in (RFC 8058): the token says whose mails about what.

It is derived from the installation's secret and stored nowhere. It ends nothing but mails, and works for as long as
the mail is kept.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from ..core import keys
from ..customers import CustomerContact
from .preferences import EVENTS, CustomerEvent, Wish, choose, wishes_of

SUMMARY: Final = "DAILY_SUMMARY"
"""The daily summary is no event: stopping it stops the mails about all that is gathered in it."""

LONGEST_TOKEN: Final = 120

_PURPOSE: Final = "unsubscribe"


@dataclass(frozen=True)
class Subscription:
    """The mails of one person about one event, or their daily summary."""

    contact: CustomerContact
    about: str

    def is_stopped(self, session: Session) -> bool:
        """Whether none of these mails is wanted any more."""
        return not any(wish.email for wish in self._wishes(session).values())

    def stop(self, session: Session) -> None:
        """Send no mail of these any more; what the portal lists stays. Stopping twice is stopping once."""
        for event, wish in self._wishes(session).items():
            if wish.email:
                choose(session, self.contact, event, Wish(email=False, in_app=wish.in_app))

    def _wishes(self, session: Session) -> dict[CustomerEvent, Wish]:
        wishes = wishes_of(session, self.contact)
        if self.about == SUMMARY:
            return {event: wish for event, wish in wishes.items() if wish.digest}
        return {CustomerEvent[self.about]: wishes[CustomerEvent[self.about]]}


def plural_of(about: str) -> str:
    """What mails about `about` (an event, or `SUMMARY`) are about, after “Stop mails about”."""
    return "what happened in a day" if about == SUMMARY else EVENTS[CustomerEvent[about]].plural


def unsubscribe_token(contact_id: str, about: str) -> str:
    """The secret part of the address by which `contact_id` stops mails about `about` (an event, or `SUMMARY`)."""
    return f"{contact_id}.{about.lower()}.{keys.token(_PURPOSE, f'{contact_id}:{about}')}"


def subscription_by_token(session: Session, token: str) -> Subscription | None:
    """What `token` stops; None for one that was never given out."""
    contact_id, _, rest = token.partition(".")
    about = rest.partition(".")[0].upper()
    if len(token) > LONGEST_TOKEN or not (about == SUMMARY or about in CustomerEvent.__members__):
        return None
    if not hmac.compare_digest(token.encode(), unsubscribe_token(contact_id, about).encode()):
        return None
    contact = session.get(CustomerContact, contact_id)
    return Subscription(contact, about) if contact is not None else None
