"""What becomes of an alert by how its subject stands now. Pure: no row is written here.

    nothing   beyond the threshold                    → BEGIN, told
    open      more severe than people were told       → RISE, told
    snoozed   its day has come, or more severe        → RETURN or RISE, told
    any       where it clears, or not told of         → CLEAR
    else      MEASURE where a value changed

What was resolved by hand stays as it was left until it clears. Between the threshold and where it clears an alert
stays, and none begins.
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import Any

from ..core.types import round_half_up
from .business_alert import BusinessAlert
from .declared import Reading
from .kinds import AlertSeverity, AlertStatus
from .limits import Limits


class Deed(enum.Enum):
    """What is to be done."""

    BEGIN = "begin"
    RISE = "rise"
    RETURN = "return"
    MEASURE = "measure"
    CLEAR = "clear"


def deed_for(
    alert: BusinessAlert | None, reading: Reading | None, limits: Limits, unit: str, today: dt.date
) -> Deed | None:
    """What is to be done with the alert that has not cleared, or with none; None where all is as it should be."""
    severity = severity_of(reading, limits)
    if alert is None:
        return Deed.BEGIN if severity else None
    if reading is None or is_clear(reading, limits):
        return Deed.CLEAR
    if alert.status is AlertStatus.RESOLVED:
        return None
    if severity and (alert.told_severity is None or severity.is_above(alert.told_severity)):
        return Deed.RISE
    if alert.status is AlertStatus.SNOOZED and (alert.snoozed_until is None or alert.snoozed_until <= today):
        return Deed.RETURN
    return Deed.MEASURE if differs(alert, measured(reading, limits, severity, unit)) else None


def severity_of(reading: Reading | None, limits: Limits) -> AlertSeverity | None:
    """How severe the alert is that a reading gives; None where it gives none."""
    if reading is None:
        return None
    severity = AlertSeverity.WARNING if reading.actual is None else limits.severity_of(reading.actual)
    if severity and reading.at_least and reading.at_least.is_above(severity):
        return reading.at_least
    return severity


def is_clear(reading: Reading, limits: Limits) -> bool:
    """Whether a reading ends an alert."""
    return reading.actual is not None and limits.is_clear(reading.actual)


def measured(reading: Reading, limits: Limits, severity: AlertSeverity | None, unit: str) -> dict[str, Any]:
    """The columns of an alert as a reading fills them; the severity only where it gives one."""
    values: dict[str, Any] = {
        "subject_name": reading.name[:200],
        "title": reading.title[:200],
        "message": reading.message[:1000],
        "trigger_data": dict(reading.data),
        "threshold": _kept(limits.threshold),
        "actual_value": _kept(reading.actual),
        "unit": reading.unit or unit,
        "address": reading.address[:300],
    }
    return values | ({"severity": severity} if severity else {})


def differs(alert: BusinessAlert, values: dict[str, Any]) -> bool:
    """Whether the alert's row says something else."""
    return any(getattr(alert, name) != value for name, value in values.items())


def _kept(value: Decimal | None) -> Decimal | None:
    return None if value is None else round_half_up(value, 4)
