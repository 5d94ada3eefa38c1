"""An alert of a rule of the tests, and what of a rule can be found true."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from models.alerts import ALERT_RULES, AlertSeverity, AlertType, BusinessAlert, Limits, Reading
from models.alerts.declared import Declaration
from models.core.base import new_id
from models.core.roles import ADMIN, MANAGER, PRODUCTION


def declared(
    monkeypatch: pytest.MonkeyPatch, read: Any, name: str = "heat", beside: Any = (), **more: Any
) -> Declaration:
    """Let a rule be the only one besides those named: heat is an alert above 15, clears at 10, is critical above 30."""
    told: dict[str, Any] = {
        "limits": Limits(Decimal(15), Decimal(10), Decimal(30)),
        "by": frozenset({ADMIN, MANAGER, PRODUCTION}),
        "of_costs": False,
        "own": "machine_id",
    } | more
    rule = Declaration(
        name,
        "Heat",
        AlertType.CAPACITY_EXCEEDED,
        "Machines that are too hot.",
        "machines",
        unit="°C",
        way="Open the machine",
        read=read,
        **told,
    )
    for other in [each for each in ALERT_RULES if each not in beside]:
        monkeypatch.delitem(ALERT_RULES, other)
    others = {each: ALERT_RULES[each] for each in ALERT_RULES}
    for other in others:
        monkeypatch.delitem(ALERT_RULES, other)
    for each in (rule, *others.values()):
        monkeypatch.setitem(ALERT_RULES, each.name, each)
    return rule


def heat(actual: str | None, subject: str = "press", **more: Any) -> Reading:
    """How hot a machine is."""
    number = None if actual is None else Decimal(actual)
    told = f"{subject} has {actual} °C."
    return Reading(subject, subject, number, f"{subject} is hot", told, {"Heat": f"{actual} °C"}, "/", **more)


def an_alert(session: Any, subject: str = "press", **measured: Any) -> BusinessAlert:
    """An open alert, told and committed: a machine has 31 °C, unless something else is measured."""
    alert = BusinessAlert(
        id=new_id(),
        rule="heat",
        subject_table="machines",
        subject_id=subject,
        type=AlertType.CAPACITY_EXCEEDED,
    )
    session.add(alert)
    numbers = {"threshold": "15", "actual_value": "31", "unit": "°C", "severity": AlertSeverity.WARNING}
    told = {"title": f"{subject} is hot", "message": f"The {subject} has 31 °C."}
    alert.measure(**(told | numbers | measured))
    alert.tell()
    session.commit()
    return alert
