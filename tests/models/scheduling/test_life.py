"""The life of an operation, and what it says to its job."""

import datetime as dt
from decimal import Decimal

import pytest

from models.core import clock
from models.core.errors import RuleBroken
from models.jobs import JobStatus
from models.scheduling import BookingRefused, ScheduleStatus
from tests import on_sqlite
from tests.job_life import job_in

from .plan import NOON, TUESDAY, booked, misbooked, operation, rosa

S = ScheduleStatus

pytestmark = pytest.mark.usefixtures("noon")


def planned(job, session, **given):
    made = operation(job, **given)
    made.move(TUESDAY, employee_id=rosa(session).id)
    session.commit()
    return made


def test_the_first_printing_starts_production_and_the_last_one_sends_to_quality_check(session, cast):
    job = job_in(session, "READY", cast.acme)
    first, last = planned(job, session), planned(job, session)
    first.start()
    assert job.status is JobStatus.IN_PRODUCTION
    first.finish(good=49, misprinted=1)
    last.start()
    assert job.status is JobStatus.IN_PRODUCTION
    last.finish()
    session.commit()
    assert job.status is JobStatus.QUALITY_CHECK
    assert (first.good_pieces, first.misprinted_pieces) == (49, 1)


def test_finishing_twice_is_a_clear_answer(session, cast):
    printing = planned(cast.job, session)
    printing.start()
    printing.finish()
    with pytest.raises(RuleBroken, match="is completed: to finish it must be in progress"):
        printing.finish()


def test_a_blocked_gate_stops_printing_but_not_the_design(session, cast):
    job = job_in(session, "PREP", cast.acme)
    job.gates[1].block("The customer changed the art")
    design = planned(job, session, key="DESIGN_CREATION")
    printing = planned(job, session)
    design.start()
    with pytest.raises(RuleBroken, match=r"cannot start: the art gate is BLOCKED \(The customer changed"):
        printing.start()
    assert "art gate is BLOCKED" in printing.blocked_because
    assert design.blocked_because == ""


@on_sqlite
def test_work_does_not_overtake_what_is_planned_before_it(session, cast):
    job = job_in(session, "READY", cast.acme)
    prep, printing = planned(job, session, key="MATERIAL_PREP"), planned(job, session)
    refused = "Material prep of the same job, planned for Tue 24 Nov, has not begun"
    with pytest.raises(BookingRefused, match=refused):
        printing.start()
    session.rollback()
    prep.start()
    printing.start()
    assert (prep.status, printing.status) == (S.IN_PROGRESS, S.IN_PROGRESS)


def test_an_operation_whose_day_passed_is_late_and_still_books_it(session, cast):
    printing = planned(cast.job, session)
    with pytest.raises(RuleBroken, match="its day is not over"):
        printing.delay()
    with clock.told_time(NOON + dt.timedelta(days=2)):
        printing.delay()
        session.commit()
        assert printing.status is S.DELAYED
        assert booked(session, rosa(session), TUESDAY) == 2
        printing.move(TUESDAY + dt.timedelta(days=1))
        session.commit()
    assert printing.status is S.SCHEDULED
    assert booked(session, rosa(session), TUESDAY) == 0


def test_cancelling_a_job_frees_its_hours_and_taking_it_up_again_brings_them_to_the_backlog(session, cast):
    printing, done, unwanted = (planned(cast.job, session) for _ in range(3))
    done.start()
    done.finish()
    unwanted.cancel()
    cast.job.cancel("Called off")
    session.commit()
    assert (printing.status, done.status) == (S.CANCELLED, S.COMPLETED)
    assert booked(session, rosa(session), TUESDAY) == 0
    assert not misbooked(session)
    cast.job.reopen("After all")
    session.commit()
    assert (printing.status, unwanted.status) == (S.BACKLOG, S.CANCELLED)


def test_what_is_being_done_when_the_job_leaves_is_done(session, cast):
    job = job_in(session, "PACKED", cast.acme)
    shipping = planned(job, session, key="SHIPPING")
    shipping.start()
    job.ship("UPS")
    session.commit()
    assert shipping.status is S.COMPLETED
    with pytest.raises(RuleBroken):
        shipping.close()


def test_a_day_is_corrected_by_hand_even_below_what_is_booked(session, cast):
    from .plan import capacity

    planned(cast.job, session)
    row = capacity(session, rosa(session), TUESDAY)
    row.correct(Decimal(1), notes="Doctor")
    session.commit()
    assert (row.total_hours, row.is_corrected, row.left, row.load) == (1, True, -1, "FULL")
