"""Who gets which report by mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from ..core import clock
from ..core.base import Versioned
from ..core.doors import GIVEN_ONCE
from ..core.errors import NotAllowed
from ..core.roles import ADMIN
from ..core.types import Choice
from ..people import StaffUser
from .declared import REPORTS
from .kinds import ReportKind
from .report import Report


class ReportSubscription(Versioned):
    """Whether somebody gets a kind of report by mail, and since which day.

    Of what is made by itself they get the periods that end on that day or later, so that nobody is sent the past.
    """

    __tablename__ = "report_subscriptions"
    __table_args__ = (sa.UniqueConstraint("user_id", "kind"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), info=GIVEN_ONCE)
    kind: Mapped[ReportKind] = mapped_column(Choice(ReportKind), index=True, info=GIVEN_ONCE)
    is_active: Mapped[bool] = mapped_column(default=True)
    since: Mapped[dt.date] = mapped_column(sa.Date, default=clock.shop_day)

    user: Mapped[StaffUser] = relationship(StaffUser)

    def __str__(self) -> str:
        title = REPORTS[self.kind].title if self.kind in REPORTS else self.kind
        return f"{title} to {self.user}"


def lay_out_subscriptions(session: Session) -> None:
    """Subscribe the owner to the monthly profitability, unless they once were. Does not commit."""
    kind = ReportKind.MONTHLY_PROFITABILITY
    asked = sa.select(ReportSubscription.user_id).where(ReportSubscription.kind == kind)
    known = set(session.scalars(asked))
    owners = sa.select(StaffUser).join(StaffUser.roles).where(Role.name == ADMIN, StaffUser.active.is_(True))
    for owner in session.scalars(owners.order_by(StaffUser.id)).unique():
        if owner.id not in known:
            session.add(ReportSubscription(user_id=owner.id, kind=kind))


def subscribe(session: Session, user_id: int, kind: ReportKind, *, is_active: bool) -> None:
    """Let somebody get a kind of report by mail, or not any more. Does not commit.

    NotAllowed for what they may not read.
    """
    user = session.get_one(StaffUser, user_id, with_for_update={"key_share": True})  # two clicks take turns
    if is_active and not may_read(user, kind):
        raise NotAllowed(f"{REPORTS[kind].title} is not for {user}.")
    asked = sa.select(ReportSubscription).where(
        ReportSubscription.user_id == user_id, ReportSubscription.kind == kind
    )
    row = session.scalars(asked.with_for_update()).first()
    if row is None:
        session.add(ReportSubscription(user_id=user_id, kind=kind, is_active=is_active))
    elif row.is_active != is_active:
        row.is_active = is_active
        row.since = clock.shop_day() if is_active else row.since


def subscribed_by(session: Session, user_id: int) -> set[ReportKind]:
    """What somebody gets by mail."""
    mine = sa.select(ReportSubscription.kind).where(
        ReportSubscription.user_id == user_id, ReportSubscription.is_active.is_(True)
    )
    return set(session.scalars(mine))


def subscribers(session: Session, report: Report) -> Sequence[StaffUser]:
    """Whom `report` is mailed to: who subscribed in time, may still sign in, and may read it."""
    of_kind = (ReportSubscription.kind == report.kind, ReportSubscription.is_active.is_(True))
    chosen = sa.select(StaffUser).join(ReportSubscription, ReportSubscription.user_id == StaffUser.id)
    chosen = chosen.where(*of_kind, StaffUser.active.is_(True)).options(joinedload(StaffUser.roles))
    if report.asked_by is None:
        chosen = chosen.where(ReportSubscription.since <= report.last_day)
    found = session.scalars(chosen.order_by(StaffUser.id)).unique()
    return [user for user in found if may_read(user, report.kind)]


def may_read(user: StaffUser, kind: ReportKind) -> bool:
    """Whether somebody may read reports of `kind` now."""
    held = {role.name for role in user.roles} if user.is_active else set()
    return bool(held & ({ADMIN} | REPORTS[kind].by))
