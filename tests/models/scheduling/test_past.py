"""Work that was done before the calendar was kept here."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from models.core.errors import RuleBroken
from models.people import Employee
from models.scheduling import DailyCapacity, ProductionSchedule, ScheduleStatus, create_operations
from models.scheduling.past import Share, lay_out_the_past, take_as_done

MONDAY, TUESDAY = dt.date(2026, 11, 16), dt.date(2026, 11, 17)


@pytest.fixture
def rosa(session):
    return session.query(Employee).one()


@pytest.fixture
def operation(session, cast):
    """Half an hour of packing 25 pieces, in the backlog."""
    create_operations(cast.job)
    waiting = session.query(ProductionSchedule).filter_by(job_id=cast.job.id).all()
    found = next(each for each in waiting if each.stage.key == "PACKAGING")
    found.reckon(25, Decimal("0.5"))
    return found


def share(day, person, hours="0.3"):
    began = dt.datetime.combine(day, dt.time(15), dt.UTC)
    return Share(day, Decimal(hours), Decimal("0.25"), began, began + dt.timedelta(minutes=15), person)


def test_it_is_completed_as_it_was_done_and_split_over_its_days(session, operation, rosa):
    first, second = take_as_done(operation, [share(MONDAY, rosa), share(TUESDAY, rosa, "0.2")])
    session.commit()
    assert (first, second.split_from_id) == (operation, operation.id)
    assert {each.status for each in (first, second)} == {ScheduleStatus.COMPLETED}
    assert (first.pieces, second.pieces) == (15, 10)
    assert first.estimated_hours + second.estimated_hours == Decimal("0.5")
    assert (first.scheduled_date, second.scheduled_date) == (MONDAY, TUESDAY)


def test_what_is_done_is_not_taken_again(session, operation, rosa):
    take_as_done(operation, [share(MONDAY, rosa)])
    with pytest.raises(RuleBroken, match="planned already"):
        take_as_done(operation, [share(MONDAY, rosa)])


def test_the_days_that_are_over_tell_what_was_booked_and_worked(session, operation, rosa):
    take_as_done(operation, [share(MONDAY, rosa)])
    assert lay_out_the_past(session, MONDAY, TUESDAY) == 2
    assert lay_out_the_past(session, MONDAY, TUESDAY) == 0
    session.commit()
    monday = session.query(DailyCapacity).filter_by(date=MONDAY, employee_id=rosa.id).one()
    assert (monday.total_hours, monday.booked_hours) == (8, Decimal("0.3"))
