"""What alerts are about, how severe they are, and where one stands."""

from __future__ import annotations

import enum
from typing import Final


class AlertType(enum.StrEnum):
    """What an alert is about. SYSTEM: a part of the program needs somebody."""

    LOW_INVENTORY = "LOW_INVENTORY"
    HIGH_COSTS = "HIGH_COSTS"
    OVERDUE_JOBS = "OVERDUE_JOBS"
    CAPACITY_EXCEEDED = "CAPACITY_EXCEEDED"
    PROFIT_MARGIN_LOW = "PROFIT_MARGIN_LOW"
    SYSTEM = "SYSTEM"


class AlertSeverity(enum.StrEnum):
    """How soon somebody should look: INFO some day, WARNING this day, CRITICAL now."""

    INFO = "INFO"
    WARNING = "WARNING"
    CRITICAL = "CRITICAL"

    @property
    def rank(self) -> int:
        """Its place, the mildest first."""
        return _RANKS[self]

    def is_above(self, other: AlertSeverity) -> bool:
        """Whether it is more severe than `other`."""
        return self.rank > other.rank


_RANKS: Final = {severity: rank for rank, severity in enumerate(AlertSeverity)}


class AlertStatus(enum.StrEnum):
    """Where an alert stands. RESOLVED by hand it may still be true: then it is quiet until it has cleared once."""

    OPEN = "OPEN"
    SNOOZED = "SNOOZED"
    RESOLVED = "RESOLVED"
