"""Limits: where an alert begins, where it ends, and what makes no sense."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.alerts import ALERT_RULES, AlertRule, AlertSeverity, AlertThreshold, Limits, lay_out_rules
from models.core.errors import InvalidValue
from models.people import Machine
from tests.alerts import declared

HIGH = Limits(Decimal(15), Decimal(10), Decimal(30))
LOW = Limits(Decimal(30), Decimal(33), Decimal(0), is_low=True)
LEVEL = Limits(Decimal(100), Decimal(110), is_low=True, touching=True)


@pytest.mark.parametrize(
    ("limits", "actual", "severity", "is_clear"),
    [
        (HIGH, "15", None, False),
        (HIGH, "15.01", AlertSeverity.WARNING, False),
        (HIGH, "30", AlertSeverity.WARNING, False),
        (HIGH, "30.01", AlertSeverity.CRITICAL, False),
        (HIGH, "10.01", None, False),
        (HIGH, "10", None, True),
        (LOW, "30", None, False),
        (LOW, "29.99", AlertSeverity.WARNING, False),
        (LOW, "-0.01", AlertSeverity.CRITICAL, False),
        (LOW, "33", None, True),
        (LEVEL, "100", AlertSeverity.WARNING, False),
        (LEVEL, "110", None, True),
    ],
)
def test_an_alert_begins_beyond_the_threshold_and_ends_where_it_clears(limits, actual, severity, is_clear):
    assert (limits.severity_of(Decimal(actual)), limits.is_clear(Decimal(actual))) == (severity, is_clear)


@pytest.mark.parametrize(
    ("limits", "field"),
    [
        (Limits(Decimal(15), Decimal(16)), "clears_at"),
        (Limits(Decimal(30), Decimal(29), is_low=True), "clears_at"),
        (Limits(Decimal(15), Decimal(10), Decimal(14)), "critical_at"),
        (Limits(Decimal(30), Decimal(33), Decimal(31), is_low=True), "critical_at"),
    ],
)
def test_inverted_limits_are_refused_with_a_sentence(limits, field):
    with pytest.raises(InvalidValue) as refusal:
        limits.refuse_inverted()
    assert refusal.value.field == field
    assert refusal.value.sentence.endswith((".", "begins."))


def test_percent_are_parts_of_a_whole():
    assert LEVEL.scaled(Decimal(20)) == Limits(Decimal(20), Decimal(22), None, is_low=True, touching=True)


def test_what_was_dealt_with_ends_at_the_threshold_itself():
    settled = LEVEL.settled()
    assert (settled.severity_of(Decimal(100)), settled.is_clear(Decimal(100))) == (None, True)
    assert settled.severity_of(Decimal(99)) is AlertSeverity.WARNING


@pytest.fixture
def rule(session, monkeypatch):
    declared(monkeypatch, lambda _session: [])
    lay_out_rules(session)
    session.commit()
    return session.scalars(sa.select(AlertRule).where(AlertRule.name == "heat")).one()


def test_a_rule_has_its_declared_limits_until_the_owner_sets_others(session, rule):
    assert rule.limits == ALERT_RULES["heat"].limits
    rule.threshold = Decimal(20)
    lay_out_rules(session)
    session.commit()
    assert rule.limits.threshold == 20


def test_the_owner_cannot_invert_the_limits_of_a_rule(session, rule):
    rule.clears_at = Decimal(16)
    with pytest.raises(InvalidValue, match="begins above 15, so it can only clear at or below that"):
        session.commit()


def own(session, rule, **of):
    machine = Machine(name="Press")
    session.add(machine)
    session.flush()
    told = {"machine": machine} | of
    limits = {"threshold": Decimal(40), "clears_at": Decimal(30)}
    row = AlertThreshold(rule=rule, **limits, **told)
    session.add(row)
    return row


def test_one_machine_has_limits_of_its_own(session, rule):
    row = own(session, rule)
    session.commit()
    assert str(row) == "Heat of Press"


def test_own_limits_are_of_what_the_rule_tells_of(session, rule, cast):
    own(session, rule, customer=cast.acme)
    with pytest.raises(InvalidValue, match="choose a machine, and nothing else"):
        session.commit()


def test_own_limits_are_not_inverted_either(session, rule):
    own(session, rule).clears_at = Decimal(41)
    with pytest.raises(InvalidValue, match="it can only clear at or below that"):
        session.commit()


def test_a_rule_counts_how_often_it_could_not_be_checked(session, rule):
    for error in ("No table", "No column"):
        rule.fail(error)
    session.commit()
    assert (rule.failures, rule.error) == (2, "No column")
    rule.work_again()
    session.commit()
    assert (rule.failures, rule.error) == (0, None)
