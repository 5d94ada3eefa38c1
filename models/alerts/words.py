"""An alert in words: where it stands, and its numbers with their units."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ..core import clock
from ..core.dates import short_day
from ..core.labels import choice_label, dollars
from .business_alert import BusinessAlert
from .declared import ALERT_RULES
from .kinds import AlertStatus, AlertType

_KINDS: Final = {
    AlertType.LOW_INVENTORY: "Low inventory",
    AlertType.HIGH_COSTS: "High costs",
    AlertType.OVERDUE_JOBS: "Overdue jobs",
    AlertType.CAPACITY_EXCEEDED: "Full days",
    AlertType.PROFIT_MARGIN_LOW: "Low profit margin",
    AlertType.SYSTEM: "The program",
}


def kind_name(kind: AlertType) -> str:
    """A type of alerts as people call it."""
    return _KINDS.get(kind) or choice_label(kind)


def kind_of(alert: BusinessAlert) -> str:
    """What the alert's rule is called, else its type."""
    return ALERT_RULES[alert.rule].title if alert.rule in ALERT_RULES else kind_name(alert.type)


def standing_of(alert: BusinessAlert) -> str:
    """Where it stands, when it is not simply open: put off, resolved by hand, or cleared by itself."""
    if alert.status is AlertStatus.SNOOZED and alert.snoozed_until is not None:
        return f"Put off until {short_day(alert.snoozed_until)}"
    if alert.status is not AlertStatus.RESOLVED:
        return ""
    if alert.resolved_by:
        still = "" if alert.cleared_at else ", still true"
        return f"Resolved by {alert.resolved_by}{still}"
    return f"Over by itself since {short_day(clock.shop_day(alert.cleared_at or alert.updated_at))}"


def amount(value: Decimal | None, unit: str) -> str:
    """A value in its unit, such as 12.5 h, 3 days, 22.4 %, $31.20; a dash where there is none."""
    if value is None:
        return "–"
    if unit.startswith("$"):
        return f"{dollars(value)}{unit[1:]}"
    spelled = f"{value.normalize() if value else Decimal(0):,f}"
    return f"{spelled} {unit[:-1] if unit == 'days' and value == 1 else unit}".strip()


def numbers_of(alert: BusinessAlert) -> list[tuple[str, str]]:
    """The two numbers that it is about: what it is, and from what on it is told."""
    told = [("Now", amount(alert.actual_value, alert.unit))] if alert.actual_value is not None else []
    if alert.threshold is not None:
        told.append(("The limit", amount(alert.threshold, alert.unit)))
    return told


def facts_of(alert: BusinessAlert) -> list[tuple[str, str]]:
    """What it was raised from: labels and values."""
    return [(str(label), str(value)) for label, value in (alert.trigger_data or {}).items()]
