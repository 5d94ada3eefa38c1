"""The people and machines that do the work, and the staff who sign in."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy import Connection, ForeignKey, String, event
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from .core import clock, keys
from .core.actor import Actor
from .core.archiving import Archivable
from .core.base import Base, Versioned, lock, new_id
from .core.errors import InvalidValue, RuleBroken
from .core.events import Fact, on_fact
from .core.limits import accept_for
from .core.roles import ADMIN, ROLES
from .core.types import Exact, Hours, Money, UtcDateTime
from .core.visibility import COSTS, SECRET
from .core.workflow import verb

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

INVITATION_LIFE = dt.timedelta(days=7)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _usual_hours() -> Any:
    limits = {"unit": "h", "minimum": 0, "maximum": 24}
    return mapped_column(Hours(), info=limits, doc="Empty: as long as the shop works; 0: not at all.")


class Employee(Archivable, Versioned):
    """A person whose hours are planned and paid."""

    __tablename__ = "employees"
    __sections__ = {
        "Person": ("name", "email", "user"),
        "Hours and pay": ("hourly_rate", "is_active"),
        "Usual week": tuple(f"{weekday}_hours" for weekday in WEEKDAYS),
    }

    name: Mapped[str] = mapped_column(String(120), index=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    hourly_rate: Mapped[Decimal | None] = mapped_column(Money(), info=COSTS | {"unit": "$/h", "minimum": 0})
    is_active: Mapped[bool] = mapped_column(default=True)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("ab_user.id"), unique=True, doc="As whom this person signs in."
    )
    monday_hours: Mapped[Decimal | None] = _usual_hours()
    tuesday_hours: Mapped[Decimal | None] = _usual_hours()
    wednesday_hours: Mapped[Decimal | None] = _usual_hours()
    thursday_hours: Mapped[Decimal | None] = _usual_hours()
    friday_hours: Mapped[Decimal | None] = _usual_hours()
    saturday_hours: Mapped[Decimal | None] = _usual_hours()
    sunday_hours: Mapped[Decimal | None] = _usual_hours()

    user: Mapped[StaffUser | None] = relationship("StaffUser")

    def __str__(self) -> str:
        return self.name


class Machine(Archivable, Versioned):
    """A press, a heat press, an embroidery head: capacity that is not a person."""

    __tablename__ = "machines"

    __sections__ = {
        "Machine": ("name", "is_active"),
        "Speed": ("pieces_per_hour", "setup_minutes", "heads"),
    }

    name: Mapped[str] = mapped_column(String(120), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    pieces_per_hour: Mapped[Decimal | None] = mapped_column(
        Exact(9, 2), info={"unit": "pieces/h", "minimum": 0}, doc="Empty: as the routing says."
    )
    setup_minutes: Mapped[Decimal | None] = mapped_column(
        Exact(9, 2), info={"unit": "min", "minimum": 0}, doc="Empty: as the routing says."
    )
    heads: Mapped[int | None] = mapped_column(info={"minimum": 1}, doc="Of an embroidery machine.")

    def __str__(self) -> str:
        return self.name


class StaffUser(User):
    """Who signs in. `session_epoch` is part of every session cookie: raising it ends all of them."""

    __tablename__ = "ab_user"
    __table_args__ = {"extend_existing": True}
    __audited__ = True
    __audited_relations__ = ("roles",)
    __unaudited__: ClassVar[set[str]] = {
        *("password", "last_login", "login_count", "fail_login_count", "session_epoch"),
        *("created_on", "changed_on", "created_by_fk", "changed_by_fk"),
    }
    """A hash is nobody's business, and signing in is no change."""

    session_epoch: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")

    @property
    def mail_address(self) -> str:
        """Where mails reach this user; "" when the profile has no address that could be one."""
        return self.email if _ADDRESS.fullmatch(self.email or "") else ""

    def as_actor(self) -> Actor:
        """Who acts when this user does; without a role when they may not sign in any more."""
        roles = frozenset(role.name for role in self.roles) if self.is_active else frozenset()
        return Actor("staff", self.username, str(self.id), roles)

    def end_sessions(self) -> None:
        """Sign this user out everywhere."""
        self.session_epoch = (self.session_epoch or 0) + 1


def _is_closed(invitation: StaffInvitation) -> str:
    return "" if invitation.is_open else "This invitation was used or has ended already."


class StaffInvitation(Base):
    """A link by which a new member of staff sets a password. Only its hash is kept; it works once, for seven days."""

    __tablename__ = "staff_invitations"
    __audited__ = True

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info=SECRET)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[StaffUser] = relationship(StaffUser)

    def __str__(self) -> str:
        return f"Invitation of {self.user.username}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.expires_at > clock.now()

    @verb(by={ADMIN}, unless=_is_closed)
    def withdraw(self) -> None:
        """Let nobody in by it any more."""
        self.expires_at = clock.now()

    def token(self) -> str:
        """The secret part of the invitation's address, derived from its id and stored nowhere."""
        return keys.token("staff invitation", self.id)

    def accept(self, password_hash: str) -> StaffUser:
        """Set the invited user's password (its hash, made by the door) and let them sign in; once only."""
        lock(self)  # two who open it at the same moment
        if not self.is_open:
            raise RuleBroken("This invitation was used or has expired: ask the owner for a new one.")
        self.accepted_at = clock.now()
        self.user.password = password_hash
        self.user.active = True
        self.user.end_sessions()
        return self.user


def invite_staff(session: Session, *, name: str, role: str, email: str) -> tuple[StaffInvitation, str]:
    """Make a staff user `name` with `role` and an invitation to set a password.

    Returns the invitation and its token, of which only the fingerprint is kept. Inviting the same name again with
    the same address replaces its open invitations. RuleBroken for an unknown role, or a name or address that
    somebody else has.
    """
    if role not in ROLES:
        raise RuleBroken(f"There is no role “{role}”. The roles are {', '.join(ROLES)}.")
    user = _invited_user(session, name, email)
    user.roles = [session.scalars(sa.select(Role).where(Role.name == role)).one()]
    session.add(user)
    session.flush()
    _end_invitations(session, user.id)
    invitation = StaffInvitation(id=new_id(), user_id=user.id, expires_at=clock.now() + INVITATION_LIFE)
    invitation.token_hash = keys.fingerprint(invitation.token())
    session.add(invitation)
    session.flush()
    return invitation, invitation.token()


def _end_invitations(session: Session, user_id: int) -> None:
    for earlier in session.scalars(sa.select(StaffInvitation).where(StaffInvitation.user_id == user_id)):
        earlier.expires_at = min(earlier.expires_at, clock.now())


@on_fact(StaffUser)
def shut_out_who_was_made_inactive(session: Session, facts: list[Fact]) -> None:
    """End the sessions and invitations of a user who may sign in no longer: none comes to life again later."""
    for fact in facts:
        user = session.get(StaffUser, int(fact.id)) if fact.before.get("active") else None
        if user is not None and not user.active:
            user.end_sessions()
            _end_invitations(session, user.id)


@on_fact(StaffUser)
def keep_an_owner(session: Session, facts: list[Fact]) -> None:
    """Refuse the change by which the last owner who may sign in would be none any more."""
    owners = sa.select(StaffUser.id).where(
        StaffUser.active.is_(True), StaffUser.roles.any(Role.name == ADMIN)
    )
    if any(_was_owner(session, fact) for fact in facts) and session.scalar(owners.limit(1)) is None:
        raise RuleBroken(
            f"Somebody must remain who may do everything: give another active user the role {ADMIN} first."
        )


def _was_owner(session: Session, fact: Fact) -> bool:
    user = session.get(StaffUser, int(fact.id)) if fact.kind == "changed" else None
    if user is None or not fact.before.get("active", user.active):
        return False
    return ADMIN in fact.before.get("roles", [role.name for role in user.roles])


@event.listens_for(StaffUser, "before_insert")
@event.listens_for(StaffUser, "before_update")
def _refuse_a_twin(_mapper: Any, connection: Connection, user: StaffUser) -> None:
    """Names and addresses are looked for without regard to case: with two that differ in it, neither could sign in."""
    state: Any = sa.inspect(user)
    if not any(state.attrs[name].history.has_changes() for name in ("username", "email")):
        return
    for name in ("username", "first_name", "last_name", "email"):
        _refuse_unreadable(name, getattr(user, name))
    table = StaffUser.__table__
    twin = sa.select(table.c.id).where(_alike(user.username, user.email), table.c.id != (user.id or 0))
    if connection.scalar(twin.limit(1)) is not None:
        raise RuleBroken(_taken(user.username, user.email))


def _refuse_unreadable(name: str, value: str) -> None:
    try:
        accept_for(StaffUser.__table__.c[name], value)
    except ValueError as refusal:
        raise InvalidValue(name, str(refusal)) from None


def _alike(name: str, email: str) -> sa.ColumnElement[bool]:
    table, lower = StaffUser.__table__, sa.func.lower
    return sa.or_(lower(table.c.username) == name.lower(), lower(table.c.email) == email.lower())


def _taken(name: str, email: str) -> str:
    return f"The name “{name}” or the address {email} belongs to another user: choose another."


def _invited_user(session: Session, name: str, email: str) -> StaffUser:
    known = session.scalars(sa.select(StaffUser).where(_alike(name, email))).all()
    if not known:
        return StaffUser(
            username=name,
            first_name=name,
            last_name="",
            email=email,
            active=False,
            password="!",  # noqa: S106 - no password has this hash
        )
    user = known[0]
    if len(known) > 1 or user.username != name or user.email.lower() != email.lower():
        raise RuleBroken(_taken(name, email))
    return user


def invitation_by_token(session: Session, token: str) -> StaffInvitation | None:
    """The invitation that `token` opens, if any."""
    found = sa.select(StaffInvitation).where(StaffInvitation.token_hash == keys.fingerprint(token))
    return session.scalars(found).one_or_none()
