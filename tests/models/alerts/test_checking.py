"""Checking rules: true now and not yet told, once, until it has cleared."""

import datetime as dt
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from models.alerts import (
    ALERT_RULES,
    AlertComment,
    AlertRule,
    AlertSeverity,
    AlertStatus,
    AlertThreshold,
    BusinessAlert,
    mark_read,
    telling,
)
from models.core import clock
from models.core.audit import AuditEntry
from models.core.base import db
from models.core.errors import RuleBroken
from models.people import Machine, StaffUser
from tasks.alerts import check_alerts, prune_alerts
from tests.alerts import declared, heat
from tests.at_once import at_once

NOW = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)


@pytest.fixture
def world(session, monkeypatch):
    """What is true: `world.hot` are the readings. `world.told` is what people were told, and `check()` looks."""
    world = SimpleNamespace(hot=[], told=[], read=0, now=NOW)

    def read(_session):
        world.read += 1
        return world.hot

    def hear(_session, alert, reason):
        world.told.append((alert.subject_id, reason.value, alert.severity.name))

    def check(*readings, later=dt.timedelta(minutes=5)):
        world.hot = readings
        world.now += later
        with clock.told_time(world.now):
            check_alerts(session)

    monkeypatch.setattr(telling, "_tellers", [hear])
    world.rule = declared(monkeypatch, read)
    world.check = check
    return world


def alerts(session):
    return session.scalars(sa.select(BusinessAlert).order_by(BusinessAlert.id)).all()


def only(session):
    (alert,) = alerts(session)
    return alert


def test_what_is_checked_a_hundred_times_is_one_alert_and_told_once(session, world):
    for _ in range(100):
        world.check(heat("20"))
    assert world.told == [("press", "new", "WARNING")]
    assert only(session).status is AlertStatus.OPEN


def test_it_keeps_what_it_was_seen_by(session, world):
    world.check(heat("20"))
    world.check(heat("21.5"))
    alert = only(session)
    assert (alert.threshold, alert.actual_value, alert.unit) == (15, heat("21.5").actual, "°C")
    assert alert.trigger_data == {"Heat": "21.5 °C"}
    assert (alert.message, alert.way, alert.about) == (
        "press has 21.5 °C.",
        "Open the machine",
        "Machines that are too hot.",
    )


def test_a_value_that_flaps_around_the_threshold_is_told_once(session, world):
    for actual in ("16", "14", "16", "12", "15.5", "10.5", "17"):
        world.check(heat(actual))
    assert world.told == [("press", "new", "WARNING")]
    assert only(session).status is AlertStatus.OPEN


def test_between_the_threshold_and_where_it_clears_nothing_begins(session, world):
    world.check(heat("14"))
    assert alerts(session) == []


def test_it_resolves_itself_when_it_clears_and_begins_anew_afterwards(session, world):
    world.check(heat("20"))
    world.check(heat("10"))
    alert = only(session)
    assert (alert.is_resolved, alert.resolved_by, alert.cleared_at) == (True, None, world.now)
    world.check(heat("20"))
    assert [each.cleared_at is None for each in alerts(session)] == [False, True]
    assert world.told == [("press", "new", "WARNING")] * 2


def test_what_is_not_told_of_any_more_is_over(session, world):
    world.check(heat("20"), heat("20", "heat press"))
    world.check(heat("20"))
    assert {each.subject_id: each.is_resolved for each in alerts(session)} == {
        "press": False,
        "heat press": True,
    }


def test_it_tells_once_more_when_it_becomes_worse_and_not_when_it_becomes_better(session, world):
    for actual in ("20", "31", "40", "20", "31", "16", "35"):
        world.check(heat(actual))
    assert world.told == [("press", "new", "WARNING"), ("press", "risen", "CRITICAL")]
    world.check(heat("16"))
    assert (only(session).severity, only(session).told_severity) == (
        AlertSeverity.WARNING,
        AlertSeverity.CRITICAL,
    )


def test_resolved_by_hand_while_true_it_is_quiet_until_it_has_cleared_once(session, world):
    world.check(heat("20"))
    with clock.told_time(world.now):
        only(session).resolve("Seen to")
        session.commit()
    for actual in ("20", "50", "14", "20"):
        world.check(heat(actual))
    assert world.told == [("press", "new", "WARNING")]
    world.check(heat("9"))
    assert only(session).resolution == "Seen to"
    world.check(heat("20"))
    assert world.told == [("press", "new", "WARNING")] * 2


def snooze(session, world, days):
    with clock.told_time(world.now):
        only(session).snooze(clock.shop_day() + dt.timedelta(days=days))
        session.commit()


def test_snoozed_it_returns_on_its_day_if_it_is_still_true(session, world):
    world.check(heat("20"))
    snooze(session, world, 2)
    world.check(heat("20"), later=dt.timedelta(days=1))
    assert only(session).status is AlertStatus.SNOOZED
    world.check(heat("20"), later=dt.timedelta(days=1))
    assert (only(session).status, only(session).snoozed_until) == (AlertStatus.OPEN, None)
    world.check(heat("20"))
    assert world.told == [("press", "new", "WARNING"), ("press", "returned", "WARNING")]


def test_snoozed_it_does_not_return_when_it_cleared_meanwhile(session, world):
    world.check(heat("20"))
    snooze(session, world, 2)
    world.check(heat("9"))
    world.check(heat("9"), later=dt.timedelta(days=3))
    assert only(session).is_resolved
    assert len(world.told) == 1


def test_snoozed_it_returns_at_once_when_it_becomes_worse(session, world):
    world.check(heat("20"))
    snooze(session, world, 30)
    world.check(heat("31"))
    assert only(session).status is AlertStatus.OPEN
    assert world.told[-1] == ("press", "risen", "CRITICAL")


def test_a_night_without_a_clock_loses_nothing(session, world):
    world.check(later=dt.timedelta(0))
    world.check(heat("20"), later=dt.timedelta(days=3))
    assert world.told == [("press", "new", "WARNING")]


def test_a_night_without_a_clock_brings_back_what_was_put_off_till_then(session, world):
    world.check(heat("20"))
    snooze(session, world, 1)
    world.check(heat("20"), later=dt.timedelta(days=5))
    assert world.told[-1] == ("press", "returned", "WARNING")


def test_something_of_nothing_is_an_alert(session, world):
    world.check(heat(None, at_least=AlertSeverity.CRITICAL))
    assert (only(session).actual_value, only(session).severity) == (None, AlertSeverity.CRITICAL)
    world.check()
    assert only(session).is_resolved


def test_one_machine_has_limits_of_its_own(session, world):
    press = Machine(name="Press")
    rule = AlertRule(name="heat", title="Heat", threshold=15, clears_at=10)
    session.add_all([press, rule, AlertThreshold(rule=rule, machine=press, threshold=40, clears_at=35)])
    session.commit()
    world.check(heat("38", of=press.id), heat("38", "other"))
    assert [each.subject_id for each in alerts(session)] == ["other"]
    world.check(heat("41", of=press.id))
    assert [each.threshold for each in alerts(session)] == [15, 40]


def test_a_rule_that_is_switched_off_ends_its_alerts(session, world):
    world.check(heat("20"))
    session.scalars(sa.select(AlertRule).filter_by(name="heat")).one().is_on = False
    session.commit()
    world.check(heat("20"))
    assert only(session).is_resolved


def test_a_rule_that_is_no_more_ends_its_alerts(session, world, monkeypatch):
    world.check(heat("20"))
    monkeypatch.delitem(ALERT_RULES, "heat")
    world.check(heat("20"))
    assert only(session).is_resolved


def test_a_check_that_finds_nothing_new_writes_nothing(session, world):
    world.check(heat("20"))
    before = only(session).version, only(session).updated_at
    world.check(heat("20"))
    assert (only(session).version, only(session).updated_at) == before


def test_the_trail_has_what_people_do_and_not_each_measuring(session, world):
    world.check(heat("20"))
    world.check(heat("21"))
    with clock.told_time(world.now):
        only(session).resolve("Seen to")
        session.commit()
    mine = sa.select(AuditEntry).where(AuditEntry.subject == f"business_alerts/{only(session).id}")
    assert [each.verbs for each in session.scalars(mine.order_by(AuditEntry.id))] == ["tell", "resolve"]


def test_a_rule_that_fails_stops_no_other_and_is_an_alert(session, world, monkeypatch):
    def broken(_session):
        raise RuleBroken("A machine has no name: give it one.")

    declared(monkeypatch, broken, "broken", beside={"heat"})
    monkeypatch.setitem(ALERT_RULES, "rules_failed", RULES_FAILED)
    world.check(heat("20"))
    world.check(heat("20"))
    told = {each.rule: each for each in alerts(session)}
    assert set(told) == {"heat", "rules_failed"}
    assert "A machine has no name: give it one." in told["rules_failed"].message
    assert told["rules_failed"].actual_value == 2
    declared(monkeypatch, lambda _session: [], "broken", beside={"heat", "rules_failed"})
    world.check(heat("20"))
    assert told["rules_failed"].is_resolved


RULES_FAILED = ALERT_RULES["rules_failed"]


def test_who_cannot_be_told_loses_no_alert(session, world, monkeypatch):
    def deaf(_session, _alert, _reason):
        raise RuntimeError("nobody there")

    monkeypatch.setattr(telling, "_tellers", [deaf])
    world.check(heat("20"))
    assert alerts(session) == []
    monkeypatch.setattr(telling, "_tellers", [])
    world.check(heat("20"))
    assert only(session).told_at == world.now


def test_two_who_check_at_once_find_one_alert(shop, session, world):
    world.check()
    world.hot = [heat("20"), heat("20", "heat press")]
    assert at_once(shop, [lambda: check_alerts(db.session())] * 4) == [None] * 4
    assert sorted(each.subject_id for each in alerts(session)) == ["heat press", "press"]
    assert len(world.told) == 2


def test_a_check_asks_as_little_of_many_as_of_one(session, world):
    def statements():
        sent = []
        note = lambda *args: sent.append(args[2])  # noqa: E731
        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            world.check(*world.hot)
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    world.check(heat("20"))
    one = statements()
    world.check(*(heat("20", str(number)) for number in range(300)))
    assert statements() == one


def test_what_cleared_over_two_years_ago_is_forgotten_with_all_that_stands_below(session, world):
    world.check(heat("20"), heat("20", "heat press"))
    old, _ = alerts(session)
    old.comment("Look at it")
    mark_read(session, old, session.scalars(sa.select(StaffUser.id)).first())
    session.commit()
    world.check(heat("20", "heat press"))
    with clock.told_time(world.now + dt.timedelta(days=733)):
        prune_alerts(session)
    assert [each.subject_id for each in alerts(session)] == ["heat press"]
    assert session.scalars(sa.select(AlertComment)).all() == []
