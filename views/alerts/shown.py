"""An alert as its pages show it: words, numbers with their units, and where its button leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from models.alerts import AlertSeverity, AlertStatus, BusinessAlert
from models.alerts.words import kind_of, standing_of
from models.core.dates import full_moment
from models.core.labels import choice_label

from ..core.desk import ago
from ..core.pages.addresses import is_own_path

_LOOKS: Final = {
    AlertSeverity.CRITICAL: ("alert-octagon", "critical"),
    AlertSeverity.WARNING: ("alert-triangle", "warning"),
    AlertSeverity.INFO: ("info-circle", "info"),
}
"""Icon and tone of each severity."""


@dataclass(frozen=True)
class Shown:
    """What a line of the list and the head of the page say of an alert."""

    href: str
    icon: str
    tone: str
    severity: str
    title: str
    message: str
    kind: str
    since: str
    standing: str
    assigned: str
    way: str
    way_href: str
    unread: bool = False


def shown(alert: BusinessAlert, *, unread: bool = False) -> Shown:
    """The alert as its pages show it; with the words of its button only where this leads to a page of ours."""
    icon, tone = _LOOKS[alert.severity]
    href = alert.address if alert.address and is_own_path(alert.address) else ""
    return Shown(
        f"/alerts/{alert.id}/",
        icon,
        tone,
        choice_label(alert.severity),
        alert.title,
        alert.message,
        kind_of(alert),
        _since(alert),
        standing_of(alert),
        str(alert.assigned_to) if alert.assigned_to else "",
        alert.way,
        href,
        unread,
    )


def _since(alert: BusinessAlert) -> str:
    age = ago(alert.created_at)
    if alert.status is AlertStatus.RESOLVED:
        return f"raised {full_moment(alert.created_at)}"
    return "just now" if age == "now" else f"since {age}"
