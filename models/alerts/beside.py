"""What people do with an alert, each for themselves or for all: having read it, and writing below it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock
from ..core.base import Base, new_id
from ..core.doors import GIVEN_ONCE
from ..core.types import Prose, UtcDateTime
from ..people import StaffUser

if TYPE_CHECKING:
    from .business_alert import BusinessAlert


class AlertRead(Base):
    """When somebody last read an alert. What was told after that they have not read."""

    __tablename__ = "alert_reads"
    __table_args__ = (sa.UniqueConstraint("alert_id", "user_id"),)

    alert_id: Mapped[str] = mapped_column(
        ForeignKey("business_alerts.id", ondelete="CASCADE"), info=GIVEN_ONCE
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True, info=GIVEN_ONCE)
    read_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=clock.now)

    alert: Mapped[BusinessAlert] = relationship()
    user: Mapped[StaffUser] = relationship(StaffUser)

    def __str__(self) -> str:
        return f"{self.alert} read by {self.user}"


class AlertComment(Base):
    """Something that somebody wrote below an alert, when (`created_at`), and who."""

    __tablename__ = "alert_comments"

    alert_id: Mapped[str] = mapped_column(
        ForeignKey("business_alerts.id", ondelete="CASCADE"), index=True, info=GIVEN_ONCE
    )
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True, info=GIVEN_ONCE)
    author_name: Mapped[str] = mapped_column(String(200), info=GIVEN_ONCE)
    text: Mapped[str] = mapped_column(Prose(2000), info=GIVEN_ONCE)

    alert: Mapped[BusinessAlert] = relationship(back_populates="comments")
    user: Mapped[StaffUser | None] = relationship(StaffUser)

    def __str__(self) -> str:
        return self.text


def mark_read(session: Session, alert: BusinessAlert, user_id: int) -> None:
    """Note that somebody read the alert as it is now; in two windows at once, once. Does not commit."""
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    now = clock.now()
    moments = {"read_at": now, "updated_at": now}
    row = {"id": new_id(), "alert_id": alert.id, "user_id": user_id, "created_at": now} | moments
    adding = dialect.insert(AlertRead.__table__).values(row)
    session.execute(adding.on_conflict_do_update(index_elements=["alert_id", "user_id"], set_=moments))


def read_by(session: Session, alerts: Collection[BusinessAlert], user_id: int) -> set[str]:
    """The ids of those of `alerts` that somebody read since they were last told; one statement."""
    told = {alert.id: alert.told_at for alert in alerts}
    rows = sa.select(AlertRead.alert_id, AlertRead.read_at).where(
        AlertRead.user_id == user_id, AlertRead.alert_id.in_(told)
    )
    reads = session.execute(rows).all()
    return {alert_id for alert_id, read_at in reads if read_at >= (told[alert_id] or read_at)}
