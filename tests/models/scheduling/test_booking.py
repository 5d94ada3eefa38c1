"""Booking: hours are taken and given back with the operation, and refusals say why and by how much."""

import datetime as dt
from decimal import Decimal

import pytest

from models.core import clock
from models.scheduling import ScheduleStatus
from models.scheduling.life import RefusalKind
from models.scheduling.refused import BookingRefused
from tests import on_sqlite
from tests.job_life import job_in

from .plan import FRIDAY, THURSDAY, TUESDAY, WEDNESDAY, booked, misbooked, operation, press, rosa

S = ScheduleStatus

pytestmark = pytest.mark.usefixtures("noon")


def test_scheduling_books_the_hours_of_the_person_and_of_the_machine(session, cast):
    machine = press(session)
    printing = operation(cast.job)
    printing.schedule(TUESDAY, employee_id=rosa(session).id, machine_id=machine.id)
    session.commit()
    assert printing.status is S.SCHEDULED
    assert booked(session, rosa(session), TUESDAY) == booked(session, machine, TUESDAY) == Decimal(2)
    assert not misbooked(session)


def test_an_overbooked_day_is_refused_with_what_is_left_and_the_next_fit(session, cast):
    first, second = operation(cast.job, hours="6.5"), operation(cast.job, hours="2")
    first.move(TUESDAY, employee_id=rosa(session).id)
    with pytest.raises(BookingRefused) as refusal:
        second.move(TUESDAY, employee_id=rosa(session).id)
    assert "Rosa has 1.5 h left on Tue 24 Nov; this needs 2.0 h." in str(refusal.value)
    error = refusal.value
    assert (error.kind, error.hours_short) == (RefusalKind.OVERBOOKED, Decimal("0.5"))
    assert error.next_fit == WEDNESDAY
    session.rollback()


@on_sqlite
def test_the_next_fit_keeps_the_time_of_the_day_and_the_order_of_the_job(session, cast):
    def at(day, hour):
        return dt.datetime.combine(day, dt.time(hour), clock.shop_zone())

    filling, busy = operation(cast.job, hours="7"), operation(cast.job, hours="2")
    job = job_in(session, "READY", cast.acme)
    prep, mine = operation(job, key="MATERIAL_PREP", hours="1"), operation(job, hours="2")
    filling.move(TUESDAY, employee_id=rosa(session).id)
    busy.move(WEDNESDAY, employee_id=rosa(session).id, start_time=at(WEDNESDAY, 9))
    session.commit()
    for hour, fit in ((10, THURSDAY), (11, WEDNESDAY)):
        with pytest.raises(BookingRefused) as refusal:
            mine.move(TUESDAY, employee_id=rosa(session).id, start_time=at(TUESDAY, hour))
        assert refusal.value.next_fit == fit
        session.rollback()
    prep.move(FRIDAY, employee_id=rosa(session).id)
    session.commit()
    with pytest.raises(BookingRefused) as refusal:
        mine.move(TUESDAY, employee_id=rosa(session).id)
    assert refusal.value.next_fit == FRIDAY


def test_a_move_frees_the_old_day_and_books_the_new_one(session, cast):
    printing = operation(cast.job)
    printing.move(TUESDAY, employee_id=rosa(session).id)
    session.commit()
    printing.move(WEDNESDAY)
    session.commit()
    assert booked(session, rosa(session), TUESDAY) == 0
    assert booked(session, rosa(session), WEDNESDAY) == Decimal(2)
    printing.move(None)
    session.commit()
    assert printing.status is S.BACKLOG
    assert not misbooked(session)


def test_a_move_within_the_day_books_the_difference_alone(session, cast):
    printing = operation(cast.job, hours="6")
    printing.move(TUESDAY, employee_id=rosa(session).id)
    printing.resize(Decimal(8))
    session.commit()
    assert booked(session, rosa(session), TUESDAY) == Decimal(8)
    with pytest.raises(BookingRefused, match=r"Rosa has 0\.0 h left on Tue 24 Nov; this needs 0\.5 h more"):
        printing.resize(Decimal("8.5"))


def test_unscheduling_and_cancelling_free_the_hours(session, cast):
    first, second = operation(cast.job), operation(cast.job)
    for each in (first, second):
        each.move(TUESDAY, employee_id=rosa(session).id)
    first.unschedule()
    second.cancel()
    session.commit()
    assert booked(session, rosa(session), TUESDAY) == 0
    second.reopen()
    session.commit()
    assert {first.status, second.status} == {S.BACKLOG}


def test_splitting_leaves_the_rest_in_the_backlog(session, cast):
    printing = operation(cast.job, hours="4")
    printing.move(TUESDAY, employee_id=rosa(session).id)
    part = printing.split(Decimal(1))
    session.commit()
    assert (part.status, part.estimated_hours, part.split_from_id) == (S.BACKLOG, 1, printing.id)
    assert (printing.pieces, part.pieces) == (38, 12)
    assert booked(session, rosa(session), TUESDAY) == Decimal(3)
