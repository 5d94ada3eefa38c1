"""Sessions of the portal: a contact's browser that signed in, or a member of staff who looks as the contact does."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from ..core import clock, keys
from ..core.base import Base, new_id
from ..core.doors import VERBS_ONLY
from ..core.events import Fact, on_fact
from ..core.roles import MANAGER, OFFICE
from ..core.types import UtcDateTime
from ..core.visibility import SECRET
from ..core.workflow import verb
from ..customers import CustomerContact
from ..people import StaffUser

LIFE_OF_A_SESSION: Final = dt.timedelta(days=90)
"""How long a browser stays signed in; then its owner asks for a new link."""

LIFE_OF_A_LOOK: Final = dt.timedelta(hours=1)
"""How long a member of staff may look as a contact before saying so again."""

SEEN_EVERY: Final = dt.timedelta(minutes=5)
"""How exactly `last_seen_at` is kept: a page costs a write no more often than this."""

_PURPOSE: Final = "portal session"


def _has_ended(session: PortalSession) -> str:
    over = session.revoked_at is not None or session.expires_at <= clock.now()
    return "This session has ended already." if over else ""


class PortalSession(Base):
    """A browser in which somebody sees what is one contact's. Only the fingerprint of its cookie is kept.

    With a `staff_user_id` it is a member of staff who looks as the contact does and can change nothing.
    """

    __tablename__ = "portal_sessions"
    __audited__ = True
    __unaudited__: ClassVar[set[str]] = {"last_seen_at"}
    __live__ = True
    __portal__ = "contact.customer_id"

    # The id comes before the fingerprint, which is made of it.
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    contact_id: Mapped[str] = mapped_column(ForeignKey("customer_contacts.id"), index=True)
    staff_user_id: Mapped[int | None] = mapped_column(
        ForeignKey("ab_user.id"), index=True, doc="Who of the staff looks as the contact; empty: the contact."
    )
    token_hash: Mapped[str] = mapped_column(
        String(64), unique=True, default=keys.fingerprint_of_new(_PURPOSE), info=SECRET
    )
    browser: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(String(45), default="", doc="The network address that signed in.")
    last_seen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)

    contact: Mapped[CustomerContact] = relationship()
    staff_user: Mapped[StaffUser | None] = relationship(StaffUser)

    def __str__(self) -> str:
        return f"{self.browser or 'A browser'} of {self.contact.name}"

    @property
    def is_open(self) -> bool:
        """Whether it still opens anything: neither revoked nor over, and nobody of it archived or dismissed."""
        shut = self.revoked_at or self.contact.archived_at or self.contact.customer.archived_at
        if self.staff_user is not None and not self.staff_user.active:
            return False
        return shut is None and self.expires_at > clock.now()

    @property
    def is_a_look(self) -> bool:
        """Whether it is a member of staff who looks as the contact does."""
        return self.staff_user_id is not None

    def token(self) -> str:
        """The secret that its cookie carries: 43 URL-safe characters, always the same, stored nowhere."""
        return keys.token(_PURPOSE, self.id)

    @verb(by={OFFICE, MANAGER}, unless=_has_ended)
    def revoke(self) -> None:
        """Sign this browser out: its next request is asked to sign in."""
        self.revoked_at = clock.now()

    @property
    def is_unseen(self) -> bool:
        """Whether it was not noted lately that it is in use."""
        return clock.now() - self.last_seen_at >= SEEN_EVERY


@on_fact(CustomerContact)
def sign_out_who_was_there_before(session: Session, facts: list[Fact]) -> None:
    """A contact with another address may be another person, and with another customer sees what is another's."""
    for fact in facts:
        if fact.before.get("email") or fact.before.get("customer_id"):
            still_open = sa.select(PortalSession).where(
                PortalSession.contact_id == fact.id,
                PortalSession.revoked_at.is_(None),
                PortalSession.expires_at > clock.now(),
            )
            for each in session.scalars(still_open.order_by(PortalSession.id)).all():
                each.revoke()


def open_session(
    session: Session, contact: CustomerContact, *, browser: str, address: str, staff: StaffUser | None = None
) -> PortalSession:
    """A new session of `contact`, flushed; with `staff`, a look of that member of staff, which ends much sooner."""
    life = LIFE_OF_A_SESSION if staff is None else LIFE_OF_A_LOOK
    opened = PortalSession(
        id=new_id(),
        contact=contact,
        staff_user_id=staff.id if staff is not None else None,
        browser=browser[:80],
        address=address[:45],
        expires_at=clock.now() + life,
    )
    session.add(opened)
    session.flush()
    return opened


def session_by_token(session: Session, token: str) -> PortalSession | None:
    """The open session that a cookie's `token` belongs to, with its contact and customer, in one statement."""
    if not token or len(token) > keys.LONGEST_TOKEN:
        return None
    found = (
        sa.select(PortalSession)
        .join(PortalSession.contact)
        .join(CustomerContact.customer)
        .where(PortalSession.token_hash == keys.fingerprint(token))
        .options(contains_eager(PortalSession.contact).contains_eager(CustomerContact.customer))
        .execution_options(populate_existing=True)
    )
    known = session.scalars(found).one_or_none()
    return known if known is not None and known.is_open else None


def open_sessions(session: Session, contact: CustomerContact) -> list[PortalSession]:
    """The browsers in which `contact` is signed in, the last used first; looks of staff are not among them."""
    mine = sa.select(PortalSession).where(
        PortalSession.contact_id == contact.id,
        PortalSession.staff_user_id.is_(None),
        PortalSession.revoked_at.is_(None),
        PortalSession.expires_at > clock.now(),
    )
    return list(session.scalars(mine.order_by(PortalSession.last_seen_at.desc(), PortalSession.id)))
