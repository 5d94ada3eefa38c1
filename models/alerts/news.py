"""Telling people of alerts: a line under the bell, and news that wait to be mailed.

The engine says once for each alert that it is new, has risen or is back; what is written here is written in the
transaction that found it so. `mailing` makes mails of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from ..core import clock
from ..core.actor import current_actor
from ..core.base import Base
from ..core.events import Event, on_verb
from ..core.labels import label
from ..core.types import Choice
from ..notifications import StaffNotification
from ..people import StaffUser
from .business_alert import BusinessAlert
from .kinds import AlertSeverity
from .routes import AlertRoute
from .telling import Reason, on_told

_UNREACHED: Final = "It was not mailed to you: your profile has no address."
_OPENINGS: Final = {Reason.NEW: "", Reason.RISEN: "Now ", Reason.RETURNED: "Back again, "}


class AlertNews(Base):
    """What somebody is to be told of an alert by mail: at once, or with all else of the day."""

    __tablename__ = "alert_news"
    __table_args__ = (Index("ix_alert_news_waits", "waits", "user_id"),)

    alert_id: Mapped[str] = mapped_column(ForeignKey("business_alerts.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    severity: Mapped[AlertSeverity] = mapped_column(Choice(AlertSeverity))
    reason: Mapped[str] = mapped_column(String(20), doc="new, risen or returned.")
    at_once: Mapped[bool] = mapped_column(default=False, doc="Whether it does not wait for the daily mail.")
    waits: Mapped[bool] = mapped_column(default=True, doc="Whether no mail was made of it yet.")

    alert: Mapped[BusinessAlert] = relationship()
    user: Mapped[StaffUser] = relationship(StaffUser)

    def __str__(self) -> str:
        return f"{self.alert} to {self.user}"


@dataclass
class Hearer:
    """Somebody who is told of an alert, the role that they are told by, and how."""

    user: StaffUser
    role: str
    in_app: bool
    by_mail: bool


def page_of(alert: BusinessAlert) -> str:
    """The path of the alert's page."""
    return f"/alerts/{alert.id}/"


@on_told
def tell_people(session: Session, alert: BusinessAlert, reason: Reason) -> None:
    """Tell those to whom the alert is routed, and who has it to deal with, as far as they may see it."""
    text = f"{_OPENINGS[reason]}{label(alert.severity)}: {alert.title}"
    text = f"{text[:1].upper()}{text[1:]}"
    for hearer in hearers(session, alert):
        if hearer.by_mail and not hearer.user.mail_address:
            _note(session, alert, hearer, f"{text}. {_UNREACHED}")
            continue
        if hearer.in_app:
            _note(session, alert, hearer, text)
        if hearer.by_mail:
            _mail(session, alert, hearer, reason)


@on_verb(BusinessAlert, "assign")
def tell_who_has_it(session: Session, happened: Event) -> None:
    """Tell somebody that an alert is theirs to deal with, unless they took it themselves."""
    alert = happened.subject
    if alert.assigned_to is None or current_actor().reference == str(alert.assigned_to_id):
        return
    text = f"{current_actor().name} gave you an alert: {alert.title}"
    _note(session, alert, Hearer(alert.assigned_to, "", in_app=True, by_mail=False), text)


@on_verb(BusinessAlert, "clear", "resolve")
def take_away_what_is_over(session: Session, happened: Event) -> None:
    """What nobody needs to see to stands under nobody's bell as news."""
    lines = _unread_lines(happened.subject)
    session.execute(lines.values(read_at=clock.now()))


def hearers(session: Session, alert: BusinessAlert) -> list[Hearer]:
    """Who is told of `alert` as it stands, by the order of their accounts; each by the first of their roles."""
    told: dict[int, Hearer] = {}
    for user, route in _routed(session, alert):
        if not alert.is_for(user.as_actor()):
            continue
        hearer = told.setdefault(user.id, Hearer(user, route.role, in_app=False, by_mail=False))
        hearer.in_app |= _reaches(alert, route.in_app_from)
        hearer.by_mail |= _reaches(alert, route.mailed_from)
    owner = alert.assigned_to
    if owner is not None and alert.is_for(owner.as_actor()):
        own = told.setdefault(owner.id, Hearer(owner, "", in_app=True, by_mail=True))
        own.in_app = own.by_mail = True
    return [hearer for hearer in told.values() if hearer.in_app or hearer.by_mail]


def _routed(session: Session, alert: BusinessAlert) -> Sequence[tuple[StaffUser, AlertRoute]]:
    """Who may sign in and holds a role with a route for alerts of this type, with each such route."""
    found = (
        sa.select(StaffUser, AlertRoute)
        .join(StaffUser.roles)
        .join(AlertRoute, AlertRoute.role == Role.name)
        .where(AlertRoute.type == alert.type, StaffUser.active.is_(True))
        .options(selectinload(StaffUser.roles))
        .order_by(StaffUser.id, AlertRoute.role)
    )
    return [(user, route) for user, route in session.execute(found)]


def _reaches(alert: BusinessAlert, least: AlertSeverity | None) -> bool:
    return least is not None and alert.severity.rank >= least.rank


def _note(session: Session, alert: BusinessAlert, hearer: Hearer, text: str) -> None:
    """A line under the bell. What was not read yet of the same alert is old news."""
    mark_lines_read(session, alert, hearer.user.id)
    session.add(
        StaffNotification(
            user_id=hearer.user.id, role=hearer.role or None, text=text[:1000], url=page_of(alert)
        )
    )


def mark_lines_read(session: Session, alert: BusinessAlert, user_id: int) -> None:
    """Nothing that stands under somebody's bell about `alert` is new to them any more. Does not commit."""
    lines = _unread_lines(alert).where(StaffNotification.user_id == user_id)
    session.execute(lines.values(read_at=clock.now()))


def _unread_lines(alert: BusinessAlert) -> sa.Update:
    about = StaffNotification.url == page_of(alert)
    return sa.update(StaffNotification).where(about, StaffNotification.read_at.is_(None))


def _mail(session: Session, alert: BusinessAlert, hearer: Hearer, reason: Reason) -> None:
    """News for a mail: they replace those of the same alert that still wait."""
    waiting = sa.select(AlertNews).where(
        AlertNews.alert_id == alert.id, AlertNews.user_id == hearer.user.id, AlertNews.waits.is_(True)
    )
    for old in session.scalars(waiting.order_by(AlertNews.id)).all():
        old.waits = False
    session.add(
        AlertNews(
            alert_id=alert.id,
            user_id=hearer.user.id,
            severity=alert.severity,
            reason=reason.value,
            at_once=alert.severity is AlertSeverity.CRITICAL,
        )
    )
