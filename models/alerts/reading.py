"""Which alerts somebody may see, and reading them in few statements."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from ..core.roles import ADMIN, MANAGER
from ..people import StaffUser
from .beside import AlertRead
from .business_alert import BusinessAlert
from .declared import ALERT_RULES
from .kinds import AlertSeverity, AlertStatus, AlertType
from .rules import AlertRule

PAGE = 50
"""The alerts of a page of the list."""


@dataclass(frozen=True)
class Wanted:
    """Which alerts are asked for: those of a state, of a type, of a severity, those that `assigned_to` has."""

    states: Collection[AlertStatus] = (AlertStatus.OPEN,)
    type: AlertType | None = None
    severity: AlertSeverity | None = None
    assigned_to: int | None = None


def visible_to(roles: Collection[str]) -> sa.ColumnElement[bool]:
    """The condition that an alert is one that holders of `roles` may see: by its rule, and what it tells of."""
    if not {ADMIN, MANAGER}.isdisjoint(roles):
        return sa.true()  # of a rule that is no more, too
    rules = [name for name, rule in ALERT_RULES.items() if not rule.by.isdisjoint(roles)]
    return BusinessAlert.rule.in_(rules)


def find(session: Session, alert_id: str, roles: Collection[str]) -> BusinessAlert | None:
    """The alert with this id, if holders of `roles` may see it."""
    asked = sa.select(BusinessAlert).where(BusinessAlert.id == alert_id, visible_to(roles))
    return session.scalars(asked.options(joinedload(BusinessAlert.assigned_to))).one_or_none()


def worst(session: Session, roles: Collection[str], most: int) -> tuple[list[BusinessAlert], int]:
    """The `most` gravest open alerts that holders of `roles` may see, and how many there are: one statement."""
    asked = sa.select(BusinessAlert, sa.func.count().over())
    asked = asked.where(BusinessAlert.status == AlertStatus.OPEN, visible_to(roles))
    asked = asked.options(joinedload(BusinessAlert.assigned_to))
    rows = session.execute(asked.order_by(*_order()).limit(most)).all()
    return [alert for alert, _ in rows], rows[0][1] if rows else 0


def listed(
    session: Session, user: StaffUser, roles: Collection[str], wanted: Wanted, page: int = 0
) -> list[tuple[BusinessAlert, bool]]:
    """A page of the wanted alerts that `user` may see, the gravest first, and whether each was not read yet.

    One more than fits is read, so that the caller knows whether there is another page.
    """
    read = sa.exists().where(
        AlertRead.alert_id == BusinessAlert.id,
        AlertRead.user_id == user.id,
        AlertRead.read_at >= sa.func.coalesce(BusinessAlert.told_at, BusinessAlert.created_at),
    )
    asked = sa.select(BusinessAlert, ~read).where(visible_to(roles), *_conditions(wanted))
    asked = (
        asked.order_by(*_order())
        .options(joinedload(BusinessAlert.assigned_to))
        .limit(PAGE + 1)
        .offset(page * PAGE)
    )
    return [(alert, bool(unread)) for alert, unread in session.execute(asked)]


def counted(session: Session, roles: Collection[str]) -> dict[AlertStatus, int]:
    """How many alerts that holders of `roles` may see stand in each state."""
    asked = sa.select(BusinessAlert.status, sa.func.count()).where(visible_to(roles))
    return dict(session.execute(asked.group_by(BusinessAlert.status)).all())


def _order() -> tuple[sa.ColumnElement[Any], sa.ColumnElement[Any]]:
    """The gravest first, and of these the latest."""
    ranks = {severity: severity.rank for severity in AlertSeverity}
    return sa.case(ranks, value=BusinessAlert.severity).desc(), BusinessAlert.id.desc()


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    told: list[sa.ColumnElement[bool]] = [BusinessAlert.status.in_(list(wanted.states))]
    if wanted.type is not None:
        told.append(BusinessAlert.type == wanted.type)
    if wanted.severity is not None:
        told.append(BusinessAlert.severity == wanted.severity)
    if wanted.assigned_to is not None:
        told.append(BusinessAlert.assigned_to_id == wanted.assigned_to)
    return told


def rule_named(session: Session, name: str) -> AlertRule | None:
    """The shop's row of the rule `name`."""
    return session.scalars(sa.select(AlertRule).where(AlertRule.name == name)).one_or_none()


def who_may_see(session: Session, alert: BusinessAlert) -> list[StaffUser]:
    """Everybody who may sign in and see `alert`, by name."""
    users = sa.select(StaffUser).where(StaffUser.active.is_(True)).options(selectinload(StaffUser.roles))
    found = [user for user in session.scalars(users) if alert.is_for(user.as_actor())]
    return sorted(found, key=lambda user: (str(user), user.id))
