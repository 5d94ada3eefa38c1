"""What members of staff are told on their pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock
from ..core.actor import current_actor
from ..core.base import Base
from ..core.doors import VERBS_ONLY
from ..core.errors import NotAllowed
from ..core.events import Event, on_verb
from ..core.labels import label
from ..core.roles import ADMIN, EVERYBODY, MANAGER, OFFICE, PRODUCTION
from ..core.types import Prose, UtcDateTime
from ..core.workflow import verb
from ..jobs import Job
from ..jobs.life import PRODUCED
from ..people import StaffUser


class StaffNotification(Base):
    """One sentence for one person, with the page where something can be done about it (`url`, a path)."""

    __tablename__ = "staff_notifications"
    __table_args__ = (Index("ix_staff_notifications_unread", "user_id", "read_at"),)
    __live__ = True

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    role: Mapped[str | None] = mapped_column(
        String(40), doc="The role it was meant for, if it was not the person."
    )
    text: Mapped[str] = mapped_column(Prose(1000))
    url: Mapped[str | None] = mapped_column(String(300))
    read_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)

    user: Mapped[StaffUser] = relationship(StaffUser)

    def __str__(self) -> str:
        return self.text

    @verb(by=EVERYBODY)
    def mark_read(self) -> None:
        """It need not be shown any more."""
        if current_actor().kind == "staff" and current_actor().reference != str(self.user_id):
            raise NotAllowed("This was told to somebody else: only they can mark it as read.")
        self.read_at = self.read_at or clock.now()


def tell_staff(
    session: Session, roles: Collection[str], text: str, url: str | None = None
) -> list[StaffNotification]:
    """Tell everybody who may sign in and holds one of `roles`; the owner when nobody does. Does not commit.

    Each person has a row, and so a read mark, of their own. What somebody has been told and not yet read is not
    told twice.
    """
    people = _holders(session, roles) or _holders(session, {ADMIN})
    unread = sa.select(StaffNotification.user_id).where(
        StaffNotification.text == text, StaffNotification.url == url, StaffNotification.read_at.is_(None)
    )
    told_already = set(session.scalars(unread))
    told = [
        StaffNotification(user_id=user_id, role=role, text=text, url=url)
        for user_id, role in people.items()
        if user_id not in told_already
    ]
    session.add_all(told)
    return told


def _holders(session: Session, roles: Collection[str]) -> dict[int, str]:
    """Active users of `roles`: their id, and one of the roles by which they are meant."""
    holders = (
        sa.select(StaffUser.id, Role.name)
        .join(StaffUser.roles)
        .where(StaffUser.active.is_(True), Role.name.in_(roles))
        .order_by(StaffUser.id, Role.name)
    )
    return dict(iter(session.execute(holders)))


@on_verb(Job, "gate_fell")
def tell_of_a_fallen_gate(session: Session, happened: Event) -> None:
    """A gate that falls after production began stops nothing: people must know."""
    job = happened.subject
    if job.status not in PRODUCED:
        return
    gate = happened.details["gate"]
    reason = next(
        (each.reason for each in job.gates if each.gate == gate and each.reason), "no reason was given"
    )
    text = f"The {gate} gate of {job} fell while the job is {label(job.status)}: {reason}"
    tell_staff(session, {MANAGER, OFFICE, PRODUCTION}, text[:1000], f"/jobs/show/{job.id}")
