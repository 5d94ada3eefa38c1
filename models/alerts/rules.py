"""The shop's own limits of each rule, and of single materials, machines and customers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, ForeignKey, String, event
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..catalog import Material
from ..core.base import Versioned
from ..core.doors import GIVEN_ONCE, VERBS_ONLY
from ..core.errors import InvalidValue
from ..core.types import Exact, Prose
from ..core.workflow import verb
from ..customers import Customer
from ..people import Machine
from .declared import ALERT_RULES, OWN, Declaration
from .limits import Limits


def Measure() -> Exact:  # noqa: N802 - reads as a type in a column's declaration
    """A value of an alert, in its unit."""
    return Exact(18, 4)


class AlertRule(Versioned):
    """One rule: whether it is on, and its limits.

    An alert begins beyond the threshold and ends at the value where it clears; between both it stays as it was.
    `failures` counts how often the rule could not be checked since it last was, `error` says why.
    """

    __tablename__ = "alert_rules"
    __sections__ = {
        "Rule": ("title", "is_on"),
        "Limits": ("threshold", "clears_at", "critical_at"),
    }

    name: Mapped[str] = mapped_column(String(60), unique=True, info=GIVEN_ONCE)
    title: Mapped[str] = mapped_column(String(80), doc="As it is called on pages and in mails.")
    is_on: Mapped[bool] = mapped_column(default=True)
    threshold: Mapped[Decimal] = mapped_column(Measure(), doc="Beyond it the alert begins.")
    clears_at: Mapped[Decimal] = mapped_column(Measure(), doc="At this value it ends.")
    critical_at: Mapped[Decimal | None] = mapped_column(
        Measure(), doc="Beyond it the alert is critical; empty: never by the value alone."
    )
    unit: Mapped[str] = mapped_column(String(20), default="", info=GIVEN_ONCE)
    failures: Mapped[int] = mapped_column(default=0, info=VERBS_ONLY)
    error: Mapped[str | None] = mapped_column(Prose(1000), info=VERBS_ONLY, doc="Why it was not checked.")

    def __str__(self) -> str:
        return self.title

    @property
    def limits(self) -> Limits:
        """Its limits, on the side that the rule is declared for."""
        return _limits(self.name, self.threshold, self.clears_at, self.critical_at)

    @verb()
    def fail(self, error: str) -> None:
        """It could not be checked, for this reason: it is tried again by itself."""
        self.failures, self.error = self.failures + 1, error[:1000]

    @verb()
    def work_again(self) -> None:
        """It was checked."""
        self.failures, self.error = 0, None


class AlertThreshold(Versioned):
    """Limits of a rule for one material, machine or customer alone."""

    __tablename__ = "alert_thresholds"
    __table_args__ = tuple(sa.UniqueConstraint("rule_id", column) for column in OWN)
    __sections__ = {
        "Of which": ("rule", "material", "machine", "customer"),
        "Limits": ("threshold", "clears_at", "critical_at"),
    }

    rule_id: Mapped[str] = mapped_column(ForeignKey("alert_rules.id"))
    material_id: Mapped[str | None] = mapped_column(ForeignKey("materials.id"), index=True)
    machine_id: Mapped[str | None] = mapped_column(ForeignKey("machines.id"), index=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    threshold: Mapped[Decimal] = mapped_column(Measure(), doc="Beyond it the alert begins.")
    clears_at: Mapped[Decimal] = mapped_column(Measure(), doc="At this value it ends.")
    critical_at: Mapped[Decimal | None] = mapped_column(Measure(), doc="Beyond it the alert is critical.")

    rule: Mapped[AlertRule] = relationship()
    material: Mapped[Material | None] = relationship()
    machine: Mapped[Machine | None] = relationship()
    customer: Mapped[Customer | None] = relationship()

    def __str__(self) -> str:
        return f"{self.rule} of {self.material or self.machine or self.customer}"

    @property
    def limits(self) -> Limits:
        """These limits, on the side that the rule is declared for."""
        return _limits(self.rule.name, self.threshold, self.clears_at, self.critical_at)


def _limits(rule: str, threshold: Decimal, clears_at: Decimal, critical_at: Decimal | None) -> Limits:
    limits = ALERT_RULES[rule].limits if rule in ALERT_RULES else Limits(threshold, clears_at)
    return replace(limits, threshold=threshold, clears_at=clears_at, critical_at=critical_at)


def lay_out_rules(session: Session) -> None:
    """Give each declared rule its row, where it has none. Does not commit."""
    known = set(session.scalars(sa.select(AlertRule.name)))
    session.add_all(first_row(each) for each in ALERT_RULES.values() if each.name not in known)


def first_row(declared: Declaration) -> AlertRule:
    """The row of a rule as the owner finds it at first, of no session yet."""
    limits = declared.limits
    return AlertRule(
        name=declared.name,
        title=declared.title,
        threshold=limits.threshold,
        clears_at=limits.clears_at,
        critical_at=limits.critical_at,
        unit=declared.unit,
    )


@event.listens_for(AlertRule, "before_insert")
@event.listens_for(AlertRule, "before_update")
def _rule_makes_sense(_mapper: Any, _connection: Connection, rule: AlertRule) -> None:
    rule.limits.refuse_inverted()


_WORDS: Final = {"material_id": "a material", "machine_id": "a machine", "customer_id": "a customer"}


@event.listens_for(AlertThreshold, "before_insert")
@event.listens_for(AlertThreshold, "before_update")
def _own_limits_make_sense(_mapper: Any, connection: Connection, own: AlertThreshold) -> None:
    """Refuse limits that are inverted, or of something that the rule does not tell apart."""
    table = AlertRule.__table__
    name = connection.scalar(sa.select(table.c.name).where(table.c.id == own.rule_id)) or ""
    declared = ALERT_RULES.get(name)
    wanted = declared.own if declared else ""
    if not wanted:
        raise InvalidValue(
            "rule_id", "This rule has the same limits for all: change them on the rule itself."
        )
    chosen = [column for column in OWN if getattr(own, column) is not None]
    if chosen != [wanted]:
        raise InvalidValue(wanted, f"Of this rule choose {_WORDS[wanted]}, and nothing else.")
    _limits(name, own.threshold, own.clears_at, own.critical_at).refuse_inverted()
