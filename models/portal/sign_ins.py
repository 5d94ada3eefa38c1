"""Signing in to the portal by mail: whoever reads an address's mail may see what is the contact's.

What is asked for an address that nobody has is kept just as well: the answer, the work and the limits are the same,
so that nobody learns which addresses are known.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock, keys
from ..core.base import Base, lock, new_id
from ..core.errors import RuleBroken
from ..core.types import UtcDateTime
from ..core.visibility import SECRET
from ..customers import Customer, CustomerContact
from ..notifications import queue_mail
from .sessions import PortalSession, open_session

LIFE_OF_A_LINK: Final = dt.timedelta(minutes=15)

LIMIT_WINDOW: Final = dt.timedelta(minutes=15)

MOST_OF_AN_EMAIL: Final = 5
"""Links that one e-mail address may be sent within the window."""

MOST_OF_AN_ADDRESS: Final = 30
"""Times that one network address may ask within the window; a whole office may stand behind it."""

MOST_CONTACTS: Final = 5
"""Customers that one person may speak for: each is told in a mail of its own."""

_PURPOSE: Final = "portal sign-in"


class TooMany(RuleBroken):
    """Somebody asked too often; `wait` is the seconds after which they may ask again."""

    def __init__(self, wait: int) -> None:
        super().__init__("Nothing was sent: that was asked for too often. Wait a few minutes and ask again.")
        self.wait = wait


class PortalSignIn(Base):
    """Somebody asked for a link to sign in. It works once, for fifteen minutes; without a contact it opens nothing."""

    __tablename__ = "portal_sign_ins"
    __table_args__ = (
        Index("ix_portal_sign_ins_email_created_at", "email", "created_at"),
        Index("ix_portal_sign_ins_address_created_at", "address", "created_at"),
    )

    # The id comes before the fingerprint, which is made of it.
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254), doc="What was typed, in small letters.")
    contact_id: Mapped[str | None] = mapped_column(
        ForeignKey("customer_contacts.id"), index=True, doc="Empty: nobody has that address."
    )
    token_hash: Mapped[str] = mapped_column(
        String(64), unique=True, default=keys.fingerprint_of_new(_PURPOSE), info=SECRET
    )
    address: Mapped[str] = mapped_column(String(45), default="", doc="The network address that asked.")
    page: Mapped[str] = mapped_column(String(500), default="", doc="The page of the portal it leads to.")
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    contact: Mapped[CustomerContact | None] = relationship()

    def __str__(self) -> str:
        return f"Sign-in of {self.email}"

    @property
    def is_open(self) -> bool:
        """Whether its link still works."""
        contact = self.contact
        if contact is None or contact.archived_at is not None or contact.customer.archived_at is not None:
            return False
        if (contact.email or "").lower() != self.email:  # it may be somebody else's by now
            return False
        return self.used_at is None and self.expires_at > clock.now()

    def token(self) -> str:
        """The secret part of the link: 43 URL-safe characters, always the same, stored nowhere."""
        return keys.token(_PURPOSE, self.id)

    def use(self, session: Session, *, browser: str, address: str) -> PortalSession:
        """Sign in, once only: the contact's new session. RuleBroken when the link was used or is over."""
        lock(self)  # two who send it at the same moment
        contact = self.contact
        if contact is None or not self.is_open:
            raise RuleBroken("This link was used or is over: ask for a new one.")
        self.used_at = clock.now()
        return open_session(session, contact, browser=browser, address=address)


def ask_to_sign_in(session: Session, email: str, *, address: str, page: str = "") -> None:
    """Send everybody who has the address `email` a link to sign in, one mail for each customer they speak for.

    `TooMany` when the address or the network address asked too often; both are counted whether anybody has it or not.
    """
    email = email.strip().lower()
    _refuse_too_many(session, PortalSignIn.email == email, MOST_OF_AN_EMAIL)
    _refuse_too_many(session, PortalSignIn.address == address, MOST_OF_AN_ADDRESS)
    known: list[CustomerContact | None] = [*_contacts_at(session, email)]
    now = clock.now()  # the same for all, so that they count as asked for once
    asked = [
        PortalSignIn(
            id=new_id(),
            created_at=now,
            email=email,
            contact=contact,
            address=address[:45],
            page=page,
            expires_at=now + LIFE_OF_A_LINK,
        )
        for contact in known or [None]
    ]
    session.add_all(asked)
    session.flush()
    for each in asked:
        if each.contact is not None:
            queue_mail(session, "portal_sign_in", email, {"sign_in_id": each.id}, f"portal_sign_in:{each.id}")


def _refuse_too_many(session: Session, same: sa.ColumnElement[bool], most: int) -> None:
    since = clock.now() - LIMIT_WINDOW
    recent = sa.select(PortalSignIn.created_at).where(same, PortalSignIn.created_at > since).distinct()
    times = session.scalars(recent.order_by(PortalSignIn.created_at.desc()).limit(most)).all()
    if len(times) >= most:
        raise TooMany(max(1, int((times[-1] - since).total_seconds())))


def _contacts_at(session: Session, email: str) -> list[CustomerContact]:
    """Who has the address; a customer that only has an address of its own gets a contact with it."""
    known = _known_at(session, email)
    return _known_at(session, email) if not known and _gave_contacts(session, email) else known


def _known_at(session: Session, email: str) -> list[CustomerContact]:
    known = (
        sa.select(CustomerContact)
        .join(CustomerContact.customer)
        .where(sa.func.lower(CustomerContact.email) == email, CustomerContact.archived_at.is_(None))
        .where(Customer.archived_at.is_(None))
    )
    return list(session.scalars(known.order_by(CustomerContact.id).limit(MOST_CONTACTS)))


def _gave_contacts(session: Session, email: str) -> bool:
    """Whether a customer has the address, who now has a contact of it too; somebody archived stays so."""
    own = sa.select(Customer).where(
        sa.func.lower(Customer.email) == email,
        Customer.archived_at.is_(None),
        ~Customer.contacts.any(sa.func.lower(CustomerContact.email) == email),
    )
    first = own.order_by(Customer.id).limit(MOST_CONTACTS)
    customers = session.scalars(first).all()
    for each in customers:
        lock(each)
    # Read again: who asked at the same moment may have been quicker.
    session.add_all(CustomerContact(customer=c, name=c.name, email=c.email) for c in session.scalars(first))
    session.flush()
    return bool(customers)


def sign_in_by_token(session: Session, token: str) -> PortalSignIn | None:
    """The sign-in that `token` belongs to, open or not; None for a token that was never given out."""
    if len(token) > keys.LONGEST_TOKEN:
        return None
    found = sa.select(PortalSignIn).where(PortalSignIn.token_hash == keys.fingerprint(token))
    return session.scalars(found).one_or_none()


def forget_old_sign_ins(session: Session, *, older_than: dt.timedelta = dt.timedelta(days=30)) -> int:
    """Delete what was asked for longer ago than that; how many. Who signed in is told by the sessions."""
    old = sa.delete(PortalSignIn).where(PortalSignIn.created_at < clock.now() - older_than)
    done = session.execute(old.execution_options(deliberate="requests for a link are no history"))
    return int(done.rowcount)  # type: ignore[attr-defined]
