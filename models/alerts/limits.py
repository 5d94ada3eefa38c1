"""From which value on something is an alert, and from which on it is none any more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from ..core.errors import InvalidValue
from .kinds import AlertSeverity


@dataclass(frozen=True)
class Limits:
    """An alert begins beyond `threshold` and ends at `clears_at`, which lies on the good side of it.

    Between both it stays as it was, so that a value that flaps around the threshold is told once. Beyond
    `critical_at`, where there is one, it is CRITICAL, and until there as severe as `first`. `is_low`: less is worse;
    `touching`: the threshold itself is an alert too.
    """

    threshold: Decimal
    clears_at: Decimal
    critical_at: Decimal | None = None
    is_low: bool = False
    touching: bool = False
    first: AlertSeverity = AlertSeverity.WARNING

    def severity_of(self, actual: Decimal) -> AlertSeverity | None:
        """How severe `actual` is; None where it is no alert."""
        if not self._is_beyond(actual, self.threshold):
            return None
        critical = self.critical_at is not None and self._is_beyond(actual, self.critical_at)
        return AlertSeverity.CRITICAL if critical else self.first

    def is_clear(self, actual: Decimal) -> bool:
        """Whether an alert ends with `actual`."""
        if self._is_beyond(actual, self.threshold):
            return False
        return actual >= self.clears_at if self.is_low else actual <= self.clears_at

    def _is_beyond(self, actual: Decimal, limit: Decimal) -> bool:
        if self.touching and actual == limit:
            return True
        return actual < limit if self.is_low else actual > limit

    def scaled(self, whole: Decimal) -> Limits:
        """The same limits, which are percent, as parts of `whole`."""
        critical = None if self.critical_at is None else self.critical_at * whole / 100
        return replace(
            self,
            threshold=self.threshold * whole / 100,
            clears_at=self.clears_at * whole / 100,
            critical_at=critical,
        )

    def settled(self) -> Limits:
        """The same limits of what was dealt with: reaching the threshold is enough."""
        return replace(self, clears_at=self.threshold, touching=False)

    def refuse_inverted(self) -> None:
        """InvalidValue with a sentence when an alert would end where it begins, or be critical before it is one."""
        good, bad = ("at or above", "below") if self.is_low else ("at or below", "above")
        if (self.clears_at < self.threshold) if self.is_low else (self.clears_at > self.threshold):
            raise InvalidValue(
                "clears_at",
                f"The alert begins {bad} {_spelled(self.threshold)}, so it can only clear {good} that:"
                f" {_spelled(self.clears_at)} would end it where it begins.",
            )
        if self.critical_at is None:
            return
        if (self.critical_at > self.threshold) if self.is_low else (self.critical_at < self.threshold):
            raise InvalidValue(
                "critical_at",
                f"The alert begins {bad} {_spelled(self.threshold)}: it can only become critical from there on,"
                f" not at {_spelled(self.critical_at)}.",
            )


def _spelled(number: Decimal) -> str:
    return f"{number.normalize():f}"
