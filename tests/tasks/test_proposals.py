"""Proposals: what is worked out is really booked, a move that cannot be any more says why, and nothing is lost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.errors import InvalidValue
from models.jobs import Job, JobStatus
from models.scheduling import (
    ProductionSchedule,
    Proposal,
    ProposalStatus,
    ScheduleStatus,
    propose,
)
from models.scheduling.generation import generate_capacity
from tasks.planning import make_proposals, work_out

from ..models.scheduling.plan import (
    MONDAY,
    NOON,
    TUESDAY,
    WEDNESDAY,
    booked,
    capacity,
    misbooked,
    operation,
    rosa,
)

FRIDAY = MONDAY + dt.timedelta(days=4)
P = ProposalStatus


@pytest.fixture(autouse=True)
def noon():
    """It is noon of Monday 23 November."""
    with clock.told_time(NOON):
        yield


def another_job(session, cast, due: dt.date | None, title: str) -> Job:
    job = Job(title=title, customer=cast.job.customer, due_on=due)
    session.add(job)
    session.flush()
    job.import_as(JobStatus.PREP)
    session.commit()
    _clear(session, job)
    _clear(session, cast.job)
    return job


def _clear(session, job: Job) -> None:
    """Cancel what the routing made for the job: each test says what there is to do."""
    mine = sa.select(ProductionSchedule).where(ProductionSchedule.job_id == job.id)
    for each in session.scalars(mine):
        if each.status is ScheduleStatus.BACKLOG:
            each.cancel()
    session.commit()


def proposed(session, last: dt.date = FRIDAY, job: Job | None = None) -> Proposal:
    asked = propose(session, MONDAY, last, job)
    asked_id = asked.id
    session.commit()
    work_out(asked_id)
    session.expire_all()
    return session.get(Proposal, asked_id)


def test_a_plan_is_worked_out_and_all_of_it_booked(session, cast):
    late, early = (another_job(session, cast, day, str(day)) for day in (WEDNESDAY, MONDAY))
    for job in (late, early):
        operation(job, "PRINTING", "6")
        operation(job, "QUALITY_CHECK", "1")
    session.commit()
    plan = proposed(session)
    assert (plan.status, plan.jobs_late_before, plan.days_late_before) == (P.READY, 2, 8)
    assert plan.days_late_after == 0
    plan.accept()
    session.commit()
    assert plan.status is P.ACCEPTED
    days = {
        (each.job_id, each.stage.key): each.scheduled_date
        for each in session.scalars(
            sa.select(ProductionSchedule).where(ProductionSchedule.scheduled_date.is_not(None))
        )
    }
    assert days[early.id, "PRINTING"] == MONDAY
    assert days[late.id, "PRINTING"] == TUESDAY
    assert not misbooked(session)


def test_a_move_that_cannot_be_booked_any_more_says_why_and_the_others_go_on(session, cast):
    first, second, third = (another_job(session, cast, MONDAY, name) for name in "abc")
    stale, full, fine = operation(first, hours="2"), operation(second, hours="2"), operation(third, hours="2")
    stale_id, full_id = stale.id, full.id
    session.commit()
    plan = proposed(session, MONDAY)
    stale.resize(Decimal(1))
    other = operation(cast.job, hours="5")
    other.move(MONDAY, employee_id=rosa(session).id)
    session.commit()
    plan.accept()
    session.commit()
    refusals = {move.operation_id: move.refusal for move in plan.moves if move.refusal}
    assert plan.status is P.PARTLY_ACCEPTED
    assert "was changed since this plan was made" in refusals[stale_id]
    assert len(refusals) == 2
    assert any("Rosa has 1.0 h left on Mon 23 Nov" in each for each in refusals.values())
    assert {full.status, fine.status} == {ScheduleStatus.SCHEDULED, ScheduleStatus.BACKLOG}
    assert full_id in refusals or fine.id in refusals
    assert booked(session, rosa(session), MONDAY) == Decimal(7)
    assert not misbooked(session)


def test_two_that_change_places_on_full_days_are_both_booked(session, cast):
    urgent, patient = another_job(session, cast, MONDAY, "u"), another_job(session, cast, FRIDAY, "p")
    one, other = operation(urgent, hours="8"), operation(patient, hours="8")
    one.move(TUESDAY, employee_id=rosa(session).id)
    other.move(MONDAY, employee_id=rosa(session).id)
    session.commit()
    plan = proposed(session, TUESDAY)
    plan.accept()
    session.commit()
    assert (one.scheduled_date, other.scheduled_date, plan.status) == (MONDAY, TUESDAY, P.ACCEPTED)
    assert not misbooked(session)


def test_what_nobody_can_do_has_a_reason_and_is_not_accepted(session, cast):
    job = another_job(session, cast, FRIDAY, "long")
    operation(job, hours="11")
    session.commit()
    plan = proposed(session, job=job)
    (move,) = plan.moves
    assert move.to_date is None
    assert "split it into 2 operations" in move.reason
    plan.accept()
    session.commit()
    assert plan.status is P.READY


def test_the_clock_takes_up_what_no_worker_did(session, cast):
    asked = propose(session, MONDAY, FRIDAY)
    session.commit()
    with clock.told_time(NOON + dt.timedelta(minutes=1)):
        make_proposals(session)
    assert asked.status is P.READY


def test_a_discarded_plan_is_not_worked_out_and_moves_nothing(session, cast):
    operation(another_job(session, cast, FRIDAY, "x"))
    asked = propose(session, MONDAY, FRIDAY)
    asked_id = asked.id
    asked.discard()
    session.commit()
    work_out(asked_id)
    assert session.get(Proposal, asked_id).moves == []


@pytest.mark.parametrize("last", [MONDAY - dt.timedelta(days=1), MONDAY + dt.timedelta(days=90)])
def test_a_range_that_cannot_be_planned_is_refused(session, cast, last):
    with pytest.raises(InvalidValue):
        propose(session, MONDAY, last)


def test_what_was_taken_off_its_day_is_booked_again_as_proposed(session, cast):
    printing = operation(another_job(session, cast, MONDAY, "x"))
    session.commit()
    (move,) = proposed(session).moves
    move.book_again()
    session.commit()
    assert (printing.scheduled_date, move.accepted_at is not None) == (MONDAY, True)


def test_a_refusal_is_kept_until_the_move_is_booked(session, cast):
    operation(another_job(session, cast, MONDAY, "x"))
    session.commit()
    (move,) = proposed(session).moves
    move.note_refusal("Rosa is away.")
    session.commit()
    assert move.refusal == "Rosa is away."
    move.accept()
    session.commit()
    assert move.refusal is None


def test_what_changed_since_is_refused_move_by_move_and_the_rest_is_booked(session, cast):
    names = ("moved", "called off", "without room", "fine")
    jobs = {name: another_job(session, cast, TUESDAY, name) for name in names}
    works = {name: operation(job, hours="3").id for name, job in jobs.items()}
    session.commit()
    plan = proposed(session)
    days = {move.operation_id: move.to_date for move in plan.moves}
    session.get_one(ProductionSchedule, works["moved"]).move(FRIDAY, employee_id=rosa(session).id)
    jobs["called off"].cancel(reason="The team broke up.")
    generate_capacity(session, MONDAY, FRIDAY)
    full = capacity(session, rosa(session), days[works["without room"]])
    full.correct(Decimal(3 if days[works["fine"]] == days[works["without room"]] else 0))
    session.commit()
    plan.accept([move.id for move in plan.moves])
    session.commit()
    refusals = {move.operation_id: move.refusal for move in plan.moves if move.refusal}
    assert "was changed since this plan was made" in refusals[works["moved"]]
    assert "is cancelled since this plan was made" in refusals[works["called off"]]
    assert any("Rosa has 0.0 h left" in each for each in refusals.values())
    assert (len(refusals), plan.status) == (3, P.PARTLY_ACCEPTED)
    assert not misbooked(session)


def test_a_move_of_another_plan_is_refused_and_nothing_is_booked(session, cast):
    operation(another_job(session, cast, FRIDAY, "x"))
    session.commit()
    plan = proposed(session)
    with pytest.raises(InvalidValue, match="This plan has no move nothing"):
        plan.accept([plan.moves[0].id, "nothing"])


def test_a_move_that_was_left_out_is_not_booked_with_the_others(session, cast):
    job = another_job(session, cast, FRIDAY, "x")
    for _ in range(2):
        operation(job)
    session.commit()
    plan = proposed(session)
    out, other = plan.moves
    out.leave_out()
    plan.accept()
    session.commit()
    assert (plan.status, out.accepted_at, other.accepted_at is not None) == (P.ACCEPTED, None, True)
    assert out.operation.status is ScheduleStatus.BACKLOG


def test_a_plan_of_which_every_move_is_left_out_is_put_away(session, cast):
    operation(another_job(session, cast, FRIDAY, "x"))
    session.commit()
    plan = proposed(session)
    plan.moves[0].leave_out()
    session.commit()
    assert plan.status is P.DISCARDED


def test_a_plan_whose_worker_died_says_so_instead_of_killing_the_next(session, cast):
    asked = propose(session, MONDAY, FRIDAY)
    asked.begin()
    session.commit()
    with clock.told_time(NOON + dt.timedelta(seconds=30)):
        make_proposals(session)
    assert asked.status is P.PENDING
    with clock.told_time(NOON + dt.timedelta(minutes=2)):
        make_proposals(session)
    assert asked.status is P.FAILED
    assert "stopped before the end" in asked.failure
