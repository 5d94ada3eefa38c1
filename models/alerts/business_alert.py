"""An alert: something that is true now, and that somebody should know."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Final

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core import clock
from ..core.actor import Actor, current_actor
from ..core.base import Versioned, session_of
from ..core.dates import full_day
from ..core.doors import GIVEN_ONCE, VERBS_ONLY, speaking, state_column
from ..core.errors import InvalidValue, RuleBroken
from ..core.roles import ADMIN, EVERYBODY, MANAGER
from ..core.types import Choice, Prose, UtcDateTime
from ..core.visibility import COSTS
from ..core.workflow import transition, verb
from ..people import StaffUser
from .beside import AlertComment
from .declared import ALERT_RULES
from .kinds import AlertSeverity, AlertStatus, AlertType
from .rules import Measure

S = AlertStatus

LONGEST_SNOOZE: Final = dt.timedelta(days=90)

Why = Annotated[str, Field(max_length=500, description="What was done about it; may stay empty.")]
Until = Annotated[dt.date, Field(description="The day on which it returns, if it is still true.")]
Words = Annotated[str, Field(min_length=1, max_length=2000)]
UserId = Annotated[
    int | None,
    Field(ge=1, lt=2**31, description="Who sees to it.", json_schema_extra={"x-table": "ab_user"}),
]

_MEASURED: Final = VERBS_ONLY | COSTS
"""What a rule read: those who may not see costs see it on the pages of alerts of their own."""


def _true() -> Any:
    return sa.column("cleared_at").is_(None)


def _has_cleared(alert: BusinessAlert) -> str:
    if alert.cleared_at is None:
        return ""
    return (
        f"“{alert.title}” is over since {full_day(clock.shop_day(alert.cleared_at))}: nothing is left to do."
    )


class BusinessAlert(Versioned):
    """What a rule found true of one subject, until it has cleared: one alert, however often it is found.

    Resolved by hand it is quiet until it has cleared once; snoozed it returns on its day if it is still true. People
    are told when it begins, when it returns, and when it becomes more severe than they were told.
    """

    __tablename__ = "business_alerts"
    __live__ = True
    __unaudited__ = frozenset(
        {"subject_name", "title", "message", "trigger_data", "threshold", "actual_value", "unit", "address"}
    )
    """What is measured anew at every check."""
    __table_args__ = (
        sa.Index(
            "ix_business_alerts_true",
            "rule",
            "subject_id",
            unique=True,
            postgresql_where=_true(),
            sqlite_where=_true(),
        ),
        sa.Index(None, "status", "told_at"),
    )

    rule: Mapped[str] = mapped_column(String(60), info=GIVEN_ONCE)
    subject_table: Mapped[str] = mapped_column(String(60), info=GIVEN_ONCE)
    subject_id: Mapped[str] = mapped_column(String(60), info=GIVEN_ONCE)
    subject_name: Mapped[str] = mapped_column(String(200), default="", info=VERBS_ONLY)
    type: Mapped[AlertType] = mapped_column(Choice(AlertType), info=GIVEN_ONCE)
    severity: Mapped[AlertSeverity] = mapped_column(
        Choice(AlertSeverity), default=AlertSeverity.WARNING, info=VERBS_ONLY
    )
    title: Mapped[str] = mapped_column(String(200), default="", info=VERBS_ONLY)
    message: Mapped[str] = mapped_column(Prose(1000), default="", info=_MEASURED)
    trigger_data: Mapped[dict[str, str]] = mapped_column(
        sa.JSON, default=dict, info=_MEASURED, doc="What it was seen by: label to text."
    )
    threshold: Mapped[Decimal | None] = mapped_column(Measure(), info=_MEASURED)
    actual_value: Mapped[Decimal | None] = mapped_column(Measure(), info=_MEASURED)
    unit: Mapped[str] = mapped_column(String(20), default="", info=VERBS_ONLY)
    address: Mapped[str] = mapped_column(
        String(300), default="", info=VERBS_ONLY, doc="The page where it is dealt with."
    )
    status: Mapped[AlertStatus] = state_column(AlertStatus, S.OPEN)
    snoozed_until: Mapped[dt.date | None] = mapped_column(sa.Date, info=VERBS_ONLY)
    assigned_to_id: Mapped[int | None] = mapped_column(
        ForeignKey("ab_user.id"), index=True, info=VERBS_ONLY, doc="Who sees to it."
    )
    resolved_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    resolved_by: Mapped[str | None] = mapped_column(
        String(200), info=VERBS_ONLY, doc="Empty when it resolved itself."
    )
    resolution: Mapped[str | None] = mapped_column(Prose(500), info=VERBS_ONLY, doc="What was done about it.")
    cleared_at: Mapped[dt.datetime | None] = mapped_column(
        UtcDateTime, index=True, info=VERBS_ONLY, doc="When it was seen not to be true any more."
    )
    told_severity: Mapped[AlertSeverity | None] = mapped_column(
        Choice(AlertSeverity), info=VERBS_ONLY, doc="The worst that people were told."
    )
    told_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)

    assigned_to: Mapped[StaffUser | None] = relationship(StaffUser)
    comments: Mapped[list[AlertComment]] = relationship(
        back_populates="alert", cascade="all, delete-orphan", order_by="AlertComment.id"
    )

    def __str__(self) -> str:
        return self.title or "Alert"

    @property
    def is_resolved(self) -> bool:
        """Whether nobody needs to see to it."""
        return self.status is S.RESOLVED

    @property
    def about(self) -> str:
        """What its rule means, for readers."""
        return ALERT_RULES[self.rule].about if self.rule in ALERT_RULES else ""

    @property
    def way(self) -> str:
        """The words of the button that leads to `address`."""
        return ALERT_RULES[self.rule].way if self.rule in ALERT_RULES else ""

    @property
    def of_costs(self) -> bool:
        """Whether only those who read costs may see it."""
        return self.rule in ALERT_RULES and ALERT_RULES[self.rule].of_costs

    def is_for(self, actor: Actor) -> bool:
        """Whether `actor` may see it: those of its rule; of a rule that is no more, managers."""
        known = ALERT_RULES.get(self.rule)
        return known.is_for(actor) if known else actor.has(ADMIN, MANAGER)

    def not_for(self, actor: Actor) -> str:
        """Why `actor` may do nothing with it; empty when they may see it. What it is of is not told."""
        return "" if self.is_for(actor) else "Alerts of this kind are not for your role."

    @transition("status", {S.OPEN, S.SNOOZED}, S.RESOLVED, by=EVERYBODY)
    def resolve(self, reason: Why = "") -> None:
        """It was seen to. If it stays true it is quiet until it has cleared once."""
        self.resolved_at, self.resolved_by = clock.now(), current_actor().name[:200]
        self.resolution, self.snoozed_until = reason or None, None

    @transition("status", {S.OPEN, S.SNOOZED}, S.SNOOZED, by=EVERYBODY)
    def snooze(self, until: Until) -> None:
        """Put it off: on that day it returns, if it is still true. At once when it becomes more severe."""
        today = clock.shop_day()
        if until <= today:
            raise InvalidValue("until", "Choose a day after today: until then the alert is put off.")
        if until > today + LONGEST_SNOOZE:
            latest = full_day(today + LONGEST_SNOOZE)
            raise InvalidValue("until", f"An alert is put off for 90 days at most, until {latest}.")
        self.snoozed_until = until

    @transition("status", {S.RESOLVED}, S.OPEN, by=EVERYBODY, unless=_has_cleared)
    def reopen(self) -> None:
        """It is not settled after all."""
        self.resolved_at = self.resolved_by = self.resolution = None

    @verb(by=EVERYBODY, unless=_has_cleared)
    def assign(self, user_id: UserId = None) -> None:
        """Say who sees to it; nobody in particular, when no one is chosen."""
        whom = self._somebody(user_id) if user_id is not None else None
        self.assigned_to = whom  # both, since whom to tell is asked before they are written
        self.assigned_to_id = whom.id if whom else None

    def _somebody(self, user_id: int) -> StaffUser:
        user = session_of(self).get(StaffUser, user_id)
        if user is None or not user.is_active:
            raise InvalidValue("user_id", "There is no such person who may sign in.")
        if not self.is_for(Actor("staff", str(user), str(user.id), frozenset(r.name for r in user.roles))):
            raise RuleBroken(f"{user} may not see alerts of this kind: choose somebody whose role may.")
        return user

    @verb(by=EVERYBODY)
    def comment(self, text: Words) -> None:
        """Write something below it, for everybody who sees it."""
        actor = current_actor()
        user_id = int(actor.reference) if actor.kind == "staff" and actor.reference else None
        self.comments.append(AlertComment(text=text, author_name=actor.name[:200], user_id=user_id))

    @verb()
    def tell(self) -> None:
        """People are told of it, as severe as it is."""
        worse = self.told_severity is None or self.severity.is_above(self.told_severity)
        self.told_severity = self.severity if worse else self.told_severity
        self.told_at = clock.now()

    @transition("status", {S.SNOOZED}, S.OPEN)
    def wake(self) -> None:
        """It returns: its day has come, or it became more severe."""
        self.snoozed_until = None

    @transition("status", set(S), S.RESOLVED)
    def clear(self) -> None:
        """It is not true any more."""
        self.cleared_at = clock.now()
        self.resolved_at = self.resolved_at or self.cleared_at
        self.snoozed_until = None

    def measure(self, **values: Any) -> None:
        """Write what was read of its subject now. No deed of anybody: nothing is announced."""
        with speaking(self):
            for name, value in values.items():
                setattr(self, name, value)
