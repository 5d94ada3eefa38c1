"""Rules of alerts, declared once.

    @alert_rule(
        "overdue_jobs", "Overdue jobs", AlertType.OVERDUE_JOBS, subject="jobs",
        threshold="0", clears_at="0", critical_at="3", unit="days", own="customer_id",
        by={OFFICE, PRODUCTION}, way="Open the job",
    )
    def overdue_jobs(session: Session) -> Iterable[Reading]:
        "Jobs in work that are past their in-hands date."

From it come its row in `alert_rules`, whose limits the owner changes, its alerts, who sees them, the button on them and
the sentence that explains them: the function's docstring. The function tells how things stand now, in few statements
however many subjects there are; whether that is an alert is not its business. What it does not tell of is clear.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from sqlalchemy.orm import Session

from ..core.actor import Actor
from ..core.roles import ADMIN, MANAGER
from .kinds import AlertSeverity, AlertType
from .limits import Limits

OWN: Final = ("material_id", "machine_id", "customer_id")
"""Whose limits of their own a rule may have: columns of `alert_thresholds`."""


@dataclass(frozen=True)
class Reading:
    """How one subject stands now.

    `actual` is None where there is no number, and then it is an alert: something of nothing at all. `data` is what a
    reader is shown besides the message: label to text. `address` is the path of the page where it is dealt with;
    `of` the id of the material, machine or customer whose own limits hold; `at_least` how severe it is at least, if it
    is an alert; `whole` what the limits are percent of, where they are not in the unit of `actual`; `is_settled`
    says that it was dealt with, so that reaching the threshold ends it; `unit` is what `actual` is counted in,
    if it is not the rule's.
    """

    subject_id: str
    name: str
    actual: Decimal | None
    title: str
    message: str
    data: Mapping[str, str]
    address: str
    of: str = ""
    at_least: AlertSeverity | None = None
    whole: Decimal | None = None
    is_settled: bool = False
    unit: str = ""


Reader = Callable[[Session], Iterable[Reading]]


@dataclass(frozen=True)
class Declaration:
    """A declared rule. `subject` is the table of what it tells of, `way` the words of the button that deals with it."""

    name: str
    title: str
    type: AlertType
    about: str
    subject: str
    limits: Limits
    unit: str
    own: str
    of_costs: bool
    by: frozenset[str]
    way: str
    read: Reader = field(hash=False)

    def is_for(self, actor: Actor) -> bool:
        """Whether `actor` may see its alerts."""
        return actor.has(*self.by)


ALERT_RULES: Final[dict[str, Declaration]] = {}
"""Every declared rule, in the order of declaration."""


def alert_rule(
    name: str,
    title: str,
    type: AlertType,  # noqa: A002 - as the column is called
    *,
    subject: str,
    threshold: str,
    clears_at: str,
    unit: str,
    way: str,
    critical_at: str = "",
    is_low: bool = False,
    touching: bool = False,
    first: AlertSeverity = AlertSeverity.WARNING,
    own: str = "",
    of_costs: bool = False,
    by: Collection[str] = (),
) -> Callable[[Reader], Reader]:
    """Declare a rule by the function that reads how things stand. Its docstring is its meaning, for readers.

    `threshold`, `clears_at` and `critical_at` are what the owner finds at first (`Limits`); `own` is the column of
    `alert_thresholds` by which subjects have limits of their own; `of_costs`: its alerts tell of costs; `by`: the roles
    that see them besides managers. ValueError when two rules have one name.
    """

    def declare(read: Reader) -> Reader:
        if name in ALERT_RULES:
            raise ValueError(f"Two rules are called {name}.")
        limits = Limits(
            Decimal(threshold),
            Decimal(clears_at),
            Decimal(critical_at) if critical_at else None,
            is_low,
            touching,
            first,
        )
        limits.refuse_inverted()
        about = " ".join((read.__doc__ or "").split())
        readers = frozenset(by) | {ADMIN, MANAGER}
        ALERT_RULES[name] = Declaration(
            name, title, type, about, subject, limits, unit, own, of_costs, readers, way, read
        )
        return read

    return declare
