"""Checking a rule: how its subjects stand now, beside the alerts of it that have not cleared.

It asks what is true now and not yet told, never what happened since: a night without a clock loses nothing, and what is
checked a hundred times is told once. Whoever checks a rule holds its row, so that two at once take turns; a unique
index is the last door. Nothing here commits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.base import lock, new_id
from .business_alert import BusinessAlert
from .deciding import Deed, deed_for, measured, severity_of
from .declared import ALERT_RULES, Declaration, Reading
from .kinds import AlertStatus
from .limits import Limits
from .rules import AlertRule, AlertThreshold
from .telling import Reason, tell

_REASONS = {Deed.BEGIN: Reason.NEW, Deed.RISE: Reason.RISEN, Deed.RETURN: Reason.RETURNED}


@dataclass(frozen=True)
class _Change:
    """An alert, or none, beside how its subject stands."""

    alert: BusinessAlert | None
    reading: Reading | None
    limits: Limits
    unit: str

    def deed(self) -> Deed | None:
        """What is to be done by how both are now."""
        return deed_for(self.alert, self.reading, self.limits, self.unit, clock.shop_day())


def needs_check(session: Session, rule: AlertRule) -> bool:
    """Whether checking `rule` would change anything. Only reads."""
    return bool(rule.failures or _changes(session, rule))


def check(session: Session, rule: AlertRule) -> None:
    """Let the alerts of `rule` be as its subjects stand, and tell people of what is new, worse or back."""
    lock(rule)
    for change in _changes(session, rule):
        _make(session, ALERT_RULES[rule.name], change)
    if rule.failures:
        rule.work_again()


def clear_undeclared(session: Session) -> None:
    """Clear the alerts of rules that the program does not know any more."""
    for alert in session.scalars(_true().where(BusinessAlert.rule.not_in(ALERT_RULES))).all():
        alert.clear()


def _changes(session: Session, rule: AlertRule) -> list[_Change]:
    """What is to be done; a few statements, however many subjects and alerts there are."""
    declared = ALERT_RULES[rule.name]
    readings = {each.subject_id: each for each in declared.read(session)} if rule.is_on else {}
    true = _true().where(BusinessAlert.rule == rule.name).order_by(BusinessAlert.id)
    alerts = {each.subject_id: each for each in session.scalars(true)}
    limits = _limits_by_subject(session, rule, declared)
    found = []
    for subject in dict.fromkeys([*alerts, *readings]):
        reading = readings.get(subject)
        change = _Change(alerts.get(subject), reading, _limits_of(reading, limits), declared.unit)
        if change.deed() is not None:
            found.append(change)
    return found


def _true() -> sa.Select[Any]:
    """The alerts that have not cleared."""
    every = sa.select(BusinessAlert).where(BusinessAlert.cleared_at.is_(None))
    return every.execution_options(populate_existing=True)


def _limits_by_subject(session: Session, rule: AlertRule, declared: Declaration) -> dict[str, Limits]:
    """The limits of the rule, under the empty key, and those of single materials, machines or customers."""
    limits = {"": rule.limits}
    if declared.own:
        own = sa.select(AlertThreshold).where(AlertThreshold.rule_id == rule.id)
        limits |= {getattr(each, declared.own): each.limits for each in session.scalars(own)}
    return limits


def _limits_of(reading: Reading | None, limits: dict[str, Limits]) -> Limits:
    known = limits.get(reading.of, limits[""]) if reading else limits[""]
    if reading is None:
        return known
    scaled = known if reading.whole is None else known.scaled(reading.whole)
    return scaled.settled() if reading.is_settled else scaled


def _make(session: Session, declared: Declaration, change: _Change) -> None:
    """Do it, unless a person was faster: the alert is held and looked at anew."""
    alert, reading = change.alert, change.reading
    if alert is not None:
        lock(alert)
    deed = change.deed()
    if deed is Deed.CLEAR and alert is not None:
        alert.clear()
    elif deed is not None and reading is not None:
        alert = alert or _begun(session, declared, reading)
        alert.measure(**measured(reading, change.limits, severity_of(reading, change.limits), declared.unit))
        if deed in _REASONS:
            _tell(session, alert, _REASONS[deed])


def _begun(session: Session, declared: Declaration, reading: Reading) -> BusinessAlert:
    alert = BusinessAlert(
        id=new_id(),
        rule=declared.name,
        subject_table=declared.subject,
        subject_id=reading.subject_id,
        type=declared.type,
    )
    session.add(alert)
    return alert


def _tell(session: Session, alert: BusinessAlert, reason: Reason) -> None:
    if alert.status is AlertStatus.SNOOZED:
        alert.wake()
    tell(session, alert, reason)
