"""A periodic job that fails again and again is an alert, until it runs well."""

import pytest
import sqlalchemy as sa

from models.alerts import AlertSeverity, BusinessAlert
from models.alerts.clock_failures import ClockFailure
from models.notifications import StaffNotification
from tasks import alerts, faltering
from tasks.clockwork import run_safely


@pytest.fixture
def sweep_the_floor(shop):
    """A job that does as it is told: its name is what the clock knows it by."""
    faltering.forget()
    wrong = []

    def sweep_the_floor(_session):
        for each in wrong:
            raise each

    sweep_the_floor.wrong = wrong
    yield sweep_the_floor
    faltering.forget()


def run(session, job, times=1):
    """Run it as the clock does, and check what is to be told."""
    session.commit()
    for _ in range(times):
        run_safely(job)
    alerts.check_rule(session, "jobs_failed")
    session.expire_all()
    return session.scalars(sa.select(BusinessAlert).where(BusinessAlert.rule == "jobs_failed")).all()


@pytest.fixture(autouse=True)
def _rules(session):
    alerts.check_alerts(session)


def test_what_fails_three_times_is_one_alert_for_the_owner(session, sweep_the_floor):
    sweep_the_floor.wrong.append(OSError("The broom is away"))
    assert run(session, sweep_the_floor, times=2) == []
    for _ in range(5):
        (alert,) = run(session, sweep_the_floor)
    assert alert.title == "“Sweep the floor” fails"
    assert "OSError: The broom is away" in alert.message
    lines = sa.select(StaffNotification.role).where(StaffNotification.url == f"/alerts/{alert.id}/")
    assert session.scalars(lines).all() == ["Admin"]


def test_it_is_critical_when_it_never_works_and_over_once_it_does(session, sweep_the_floor):
    sweep_the_floor.wrong.append(ValueError("x" * 5000))
    (alert,) = run(session, sweep_the_floor, times=13)
    assert alert.severity is AlertSeverity.CRITICAL
    sweep_the_floor.wrong.clear()
    (alert,) = run(session, sweep_the_floor)
    assert alert.is_resolved
    assert session.scalars(sa.select(ClockFailure)).all() == []


def test_a_clock_that_was_started_anew_knows_what_failed_before(session, sweep_the_floor):
    sweep_the_floor.wrong.append(ValueError("broken"))
    run(session, sweep_the_floor, times=2)
    faltering.forget()
    (alert,) = run(session, sweep_the_floor)
    assert alert.actual_value == 3
    faltering.forget()
    sweep_the_floor.wrong.clear()
    assert run(session, sweep_the_floor)[0].is_resolved


def test_a_failure_that_cannot_be_noted_stops_nothing(session, sweep_the_floor, monkeypatch, caplog):
    sweep_the_floor.wrong.append(ValueError("broken"))
    monkeypatch.setattr(faltering.clock_failures, "note_failure", lambda *_: 1 / 0)
    run(session, sweep_the_floor)
    assert "could not be noted" in caplog.text
