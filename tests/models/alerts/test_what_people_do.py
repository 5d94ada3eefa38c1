"""What people do with an alert: settling it, putting it off, giving it to somebody, writing below it, reading it."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from models.alerts import AlertComment, AlertRead, AlertSeverity, AlertStatus, mark_read, read_by
from models.core import clock
from models.core.actor import Actor, acting_as
from models.core.errors import InvalidValue, NotAllowed, RuleBroken
from models.core.roles import ARTIST, MANAGER, PRODUCTION
from models.people import StaffUser
from tests.alerts import an_alert, declared

NOW = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def alert(session, monkeypatch):
    """It is 23 November 2026, and the press is hot: for managers and production."""
    declared(monkeypatch, lambda _session: [])
    with clock.told_time(NOW):
        yield an_alert(session)


def somebody(session, name):
    return session.scalars(sa.select(StaffUser).where(StaffUser.username == name)).one()


def as_one(session, name, role):
    user = somebody(session, name)
    return acting_as(Actor("staff", str(user), str(user.id), frozenset({role})))


def test_whoever_settles_an_alert_is_noted_with_what_they_did(session, alert):
    with as_one(session, "printer", PRODUCTION):
        alert.resolve("Opened a window")
        session.commit()
    assert (alert.is_resolved, alert.resolved_at, alert.resolution) == (True, NOW, "Opened a window")
    assert "Printer" in alert.resolved_by
    assert alert.cleared_at is None


@pytest.mark.parametrize(
    "speak",
    [
        lambda alert: alert.resolve(),
        lambda alert: alert.snooze(TODAY + dt.timedelta(days=1)),
        lambda alert: alert.assign(None),
        lambda alert: alert.comment("Seen."),
    ],
)
def test_an_alert_of_another_kind_than_ones_role_may_see_is_left_alone(session, alert, speak):
    with as_one(session, "artist", ARTIST), pytest.raises(NotAllowed, match="not for your role"):
        speak(alert)
    session.rollback()
    assert alert.status is AlertStatus.OPEN


def test_an_alert_is_put_off_until_a_day(session, alert):
    alert.snooze(TODAY + dt.timedelta(days=2))
    session.commit()
    assert (alert.status, alert.snoozed_until) == (AlertStatus.SNOOZED, dt.date(2026, 11, 25))


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_an_alert_is_put_off_to_a_day_to_come_within_ninety(session, alert, days):
    with pytest.raises(InvalidValue) as refusal:
        alert.snooze(TODAY + dt.timedelta(days=days))
    assert refusal.value.field == "until"


def test_what_was_settled_by_mistake_is_opened_again(session, alert):
    alert.resolve("Nothing")
    alert.reopen()
    session.commit()
    assert (alert.status, alert.resolved_at, alert.resolution) == (AlertStatus.OPEN, None, None)


def test_what_is_over_is_not_opened_again(session, alert):
    alert.clear()
    session.commit()
    with pytest.raises(RuleBroken, match="is over since Mon 23 Nov 2026"):
        alert.reopen()


def test_an_alert_is_given_to_somebody_who_may_see_it(session, alert):
    alert.assign(somebody(session, "printer").id)
    session.commit()
    assert alert.assigned_to.username == "printer"
    alert.assign()
    session.commit()
    assert alert.assigned_to is None


def test_an_alert_is_not_given_to_somebody_who_may_not_see_it(session, alert):
    with pytest.raises(RuleBroken, match="may not see alerts of this kind"):
        alert.assign(somebody(session, "artist").id)


def test_an_alert_is_not_given_to_somebody_who_is_not_there(session, alert):
    with pytest.raises(InvalidValue, match="no such person"):
        alert.assign(999_999)


def test_a_comment_says_who_wrote_it(session, alert):
    with as_one(session, "manager", MANAGER):
        alert.comment("I am on it.")
        session.commit()
    (comment,) = session.scalars(sa.select(AlertComment))
    assert (comment.text, comment.alert_id, comment.user.username) == ("I am on it.", alert.id, "manager")


def test_each_reads_for_themselves_and_once_more_what_was_told_anew(session, alert):
    printer, manager = somebody(session, "printer").id, somebody(session, "manager").id
    mark_read(session, alert, printer)
    mark_read(session, alert, printer)
    session.commit()
    assert (read_by(session, [alert], printer), read_by(session, [alert], manager)) == ({alert.id}, set())
    with clock.told_time(NOW + dt.timedelta(hours=1)):
        alert.tell()
        session.commit()
        assert read_by(session, [alert], printer) == set()
        mark_read(session, alert, printer)
        assert read_by(session, [alert], printer) == {alert.id}
    assert session.scalar(sa.select(sa.func.count()).select_from(AlertRead)) == 1


def test_there_are_never_two_of_one_subject_that_have_not_cleared(session, alert):
    with pytest.raises(IntegrityError):
        an_alert(session)
    session.rollback()
    alert.clear()
    session.commit()
    assert an_alert(session).status is AlertStatus.OPEN


def test_people_are_told_the_worst_that_it_was(session, alert):
    alert.measure(severity=AlertSeverity.CRITICAL)
    alert.tell()
    alert.measure(severity=AlertSeverity.WARNING)
    alert.tell()
    assert alert.told_severity is AlertSeverity.CRITICAL
