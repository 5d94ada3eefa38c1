"""Every verb of a job: from where, to where, and what it refuses."""

from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.core.actor import Actor, acting_as
from models.core.errors import NotAllowed, RuleBroken
from models.core.workflow import verbs_of
from models.jobs import Job, JobItem, JobItemSize, JobStatus, JobStatusUpdate, customer_step, statuses_passed
from models.jobs.life import STEPS
from tests import on_sqlite
from tests.job_life import ARGUMENTS, MOVES, ROLES, job_in

OFFICE = Actor("staff", "office", roles=frozenset({"Office"}))
MANAGER = Actor("staff", "manager", roles=frozenset({"Manager"}))
OF_MONEY = {"use_price", "ask_for_deposit", "write_final_invoice"}
"""What pricing and billing say of a job: it stays where it is, and their own tests try it."""


def _speak(job, verb):
    arguments = verbs_of(Job)[verb].arguments.model_validate(ARGUMENTS.get(verb, {}))
    return getattr(job, verb)(**dict(arguments))


def test_the_job_has_exactly_the_verbs_of_the_table():
    assert set(verbs_of(Job)) - OF_MONEY == set(ROLES)


@pytest.mark.parametrize("verb", ROLES)
def test_a_verb_is_declared_for_exactly_the_roles_of_the_table(verb):
    assert verbs_of(Job)[verb].by == set(ROLES[verb].split())


@on_sqlite
@pytest.mark.parametrize("state", [state.name for state in JobStatus])
def test_from_a_state_exactly_the_verbs_of_the_table_move_and_to_where_it_says(session, cast, state):
    job = job_in(session, state, cast.acme)
    for verb in ROLES:
        expected = MOVES.get((state, verb))
        if expected is None:
            with pytest.raises(RuleBroken):
                _speak(job, verb)
            assert job.status.name == state
        else:
            _speak(job, verb)
            assert job.status.name == expected, verb
        session.rollback()


@on_sqlite
def test_an_illegal_verb_says_what_the_state_must_be(session, cast):
    job = job_in(session, "QUOTE", cast.acme)
    with pytest.raises(RuleBroken, match="is quote: to pack it must be quality check"):
        job.pack()


def test_mark_ready_is_refused_while_a_gate_is_blocked_and_names_it(session, cast):
    job = job_in(session, "PREP", cast.acme)
    job.gates[2].block("Supplier is out of black M")
    session.commit()
    with pytest.raises(RuleBroken, match=r"the blanks gate is BLOCKED \(Supplier is out of black M\)"):
        job.mark_ready()


def test_a_gate_begins_once(session, cast):
    art = job_in(session, "QUOTE", cast.acme).gates[1]
    with pytest.raises(RuleBroken):
        art.begin("Again")


def test_a_gate_that_falls_takes_readiness_back(session, cast):
    job = job_in(session, "READY", cast.acme)
    job.gates[1].block("The customer changed the art")
    session.commit()
    assert job.status is JobStatus.PREP


def test_a_gate_that_falls_after_production_began_stops_nothing(session, cast):
    cast.job.gates[1].block("The customer changed the art")
    session.commit()
    assert cast.job.status is JobStatus.IN_PRODUCTION


def test_start_production_looks_at_the_gates_again(session, cast):
    job = job_in(session, "READY", cast.acme)
    session.execute(
        sa.text("update job_gates set status='BLOCKED' where job_id=:job and gate='art'"), {"job": job.id}
    )
    with pytest.raises(RuleBroken, match="art gate is BLOCKED"):
        job.start_production()


def test_a_waived_gate_stays_waived(session, cast):
    job = job_in(session, "PREP", cast.acme)
    gate = job.gates[2]
    gate.block("Late")
    gate.waive("The customer brings them")
    for verb in (gate.mark_passed, lambda: gate.block("Late")):
        with pytest.raises(RuleBroken):
            verb()


def test_a_gate_is_passed_only_by_its_own_roles(session, cast):
    job = job_in(session, "PREP", cast.acme)
    with (
        acting_as(Actor("staff", "printer", roles=frozenset({"Production"}))),
        pytest.raises(NotAllowed, match="deposit"),
    ):
        job.gates[0].block("Not paid")


@on_sqlite
@pytest.mark.parametrize("held", ["APPROVED", "PREP", "READY", "IN_PRODUCTION", "PACKED", "READY_FOR_PICKUP"])
def test_resume_goes_to_where_it_was_held_from(session, cast, held):
    job = job_in(session, held, cast.acme)
    job.hold("Wait")
    session.commit()
    job.resume()
    session.commit()
    assert (job.status.name, job.held_from) == (held, None)


def test_resume_of_a_ready_job_lands_in_prep_when_a_gate_fell_meanwhile(session, cast):
    job = job_in(session, "READY", cast.acme)
    job.hold("Wait")
    job.gates[1].block("New art")
    session.commit()
    job.resume()
    assert job.status is JobStatus.PREP


@on_sqlite
@pytest.mark.parametrize("state", ["IN_PRODUCTION", "QUALITY_CHECK", "PACKED", "READY_FOR_PICKUP"])
def test_only_a_manager_cancels_what_was_in_production(session, cast, state):
    job = job_in(session, state, cast.acme)
    with acting_as(OFFICE), pytest.raises(NotAllowed, match="only a manager"):
        job.cancel("Called off")
    with acting_as(MANAGER):
        job.cancel("Called off")
    assert job.status is JobStatus.CANCELLED


@on_sqlite
def test_only_a_manager_cancels_what_is_held_from_production(session, cast):
    cast.job.hold("Wait")
    session.commit()
    with acting_as(OFFICE), pytest.raises(NotAllowed):
        cast.job.cancel("Called off")


@on_sqlite
def test_the_office_cancels_what_is_held_from_prep(session, cast):
    job = job_in(session, "PREP", cast.acme)
    job.hold("Wait")
    with acting_as(OFFICE):
        job.cancel("Called off")
    assert job.status is JobStatus.CANCELLED


def test_step_back_twice_goes_back_two_statuses(session, cast):
    for expected in (JobStatus.READY, JobStatus.PREP, JobStatus.APPROVED, JobStatus.QUOTE):
        cast.job.step_back("Mistaken")
        session.commit()
        assert cast.job.status is expected


def test_step_back_into_a_hold_remembers_where_it_was_held_from(session, cast):
    cast.job.hold("Wait")
    cast.job.resume()
    session.commit()
    cast.job.step_back("Still waiting")
    session.commit()
    assert (cast.job.status, cast.job.held_from) == (JobStatus.ON_HOLD, JobStatus.IN_PRODUCTION)


@on_sqlite
def test_step_back_to_ready_lands_in_prep_when_a_gate_fell_meanwhile(session, cast):
    cast.job.gates[1].block("New art")
    session.commit()
    cast.job.step_back("Mistaken")
    assert cast.job.status is JobStatus.PREP


@on_sqlite
def test_an_imported_job_has_nothing_to_step_back_to(session, cast):
    job = Job(title="Old", customer=cast.acme)
    session.add(job)
    session.flush()
    job.import_as(JobStatus.COMPLETED)
    session.commit()
    assert [update.verb for update in job.status_updates] == ["import_as"]
    with pytest.raises(RuleBroken, match="No earlier status"):
        job.step_back("Mistaken")


@on_sqlite
def test_a_change_order_adds_to_the_price(session, cast):
    cast.job.change_order("Ten more", Decimal("-50.00"), "Ann")
    session.commit()
    assert cast.job.quoted_amount == Decimal("400.00")


@on_sqlite
def test_a_change_order_cannot_make_the_price_negative(session, cast):
    with pytest.raises(RuleBroken, match="negative"):
        cast.job.change_order("All off", Decimal("-450.01"), "Ann")


@on_sqlite
def test_a_rush_adds_the_fee_once(session, cast):
    job = job_in(session, "APPROVED", cast.acme)
    job.quoted_amount = Decimal("100.00")
    job.accept_rush()
    session.commit()
    assert (job.is_rush, job.quoted_amount) == (True, Decimal("150.00"))
    with pytest.raises(RuleBroken, match="rush job already"):
        job.accept_rush()


@on_sqlite
def test_a_move_keeps_who_made_it_why_and_what_the_customer_is_told(session, cast):
    with acting_as(OFFICE):
        cast.job.hold("No ink", message="We wait for ink.", is_customer_visible=False)
        session.commit()
    update = cast.job.status_updates[-1]
    assert (update.actor, update.reason, update.message) == ("office", "No ink", "We wait for ink.")
    assert update.is_customer_visible is False


@on_sqlite
def test_a_remake_says_why_and_how_many(session, cast):
    job = job_in(session, "QUALITY_CHECK", cast.acme)
    job.remake("Smeared", 3)
    session.commit()
    assert job.status_updates[-1].reason == "Smeared (3 pieces)"


@on_sqlite
def test_jobs_are_numbered_from_j_1001_and_pass_over_numbers_that_people_typed(session, cast):
    assert cast.job.number == "J-1001"
    session.add(Job(title="Typed", customer=cast.acme, number="J-1002"))
    session.commit()
    following = Job(title="Next", customer=cast.acme)
    session.add(following)
    session.commit()
    assert following.number == "J-1003"


def test_an_items_quantity_is_the_sum_of_its_sizes(session, cast):
    (item,) = cast.job.items
    assert item.quantity == 25
    item.sizes[0].quantity = 1
    item.sizes.append(JobItemSize(size="XL", quantity=4))
    session.commit()
    assert item.quantity == 15


@on_sqlite
def test_an_item_without_sizes_keeps_its_typed_quantity(session, cast):
    item = JobItem(job_id=cast.job.id, description="Sticker", quantity=12)
    session.add(item)
    session.commit()
    assert item.quantity == 12


@on_sqlite
def test_a_quantity_typed_beside_sizes_is_refused(session, cast):
    (item,) = cast.job.items
    item.quantity = 99
    with pytest.raises(RuleBroken, match=r"sum of its sizes \(25\)"):
        session.commit()
    session.rollback()


@pytest.mark.parametrize(
    ("status", "held_from", "name", "paused", "ended"),
    [
        ("QUOTE", None, "Quote", False, False),
        ("QUOTE_SENT", None, "Quote", False, False),
        ("APPROVED", None, "Confirmed", False, False),
        ("PREP", None, "Getting ready", False, False),
        ("READY", None, "Getting ready", False, False),
        ("IN_PRODUCTION", None, "In production", False, False),
        ("QUALITY_CHECK", None, "In production", False, False),
        ("PACKED", None, "Ready", False, False),
        ("READY_FOR_PICKUP", None, "Ready", False, False),
        ("SHIPPED", None, "Done", False, False),
        ("COMPLETED", None, "Done", False, False),
        ("ON_HOLD", "PACKED", "Ready", True, False),
        ("DECLINED", None, "Declined", False, True),
        ("EXPIRED", None, "Expired", False, True),
        ("CANCELLED", None, "Cancelled", False, True),
    ],
)
def test_customers_see_one_of_six_steps(status, held_from, name, paused, ended):
    step = customer_step(JobStatus[status], JobStatus[held_from] if held_from else None)
    assert (step.name, step.paused, step.ended) == (name, paused, ended)
    assert ended or STEPS[step.index] == name


@on_sqlite
def test_a_job_that_was_cancelled_while_it_was_held_is_held_no_longer_and_reopens_held(session, cast):
    job = cast.job
    job.hold("Waiting for blanks")
    session.commit()
    job.cancel("The customer changed their mind")
    session.commit()
    assert job.held_from is None
    job.reopen("They changed it again")
    assert (job.status, job.held_from) == (JobStatus.ON_HOLD, JobStatus.IN_PRODUCTION)


@on_sqlite
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.lists(st.sampled_from([*ROLES, "block", "pass"]), max_size=25))
def test_whatever_is_tried_a_job_stays_consistent(session, cast, walk):
    job = Job(title="Walk", customer_id=cast.acme.id)
    session.add(job)
    session.commit()
    for verb in walk:
        try:
            _try(job, verb)
            session.commit()
        except RuleBroken:
            session.rollback()
        _assert_consistent(session, job)


def _try(job, verb):
    if verb == "block":
        job.gates[1].block("New art")
    elif verb == "pass":
        for gate in job.gates:
            if gate.is_blocked:
                gate.mark_passed()
    else:
        _speak(job, verb)


def _assert_consistent(session, job):
    moves = session.scalars(
        sa.select(JobStatusUpdate).where(JobStatusUpdate.job_id == job.id).order_by(JobStatusUpdate.id)
    ).all()
    trail = [JobStatus.QUOTE, *(move.new_status for move in moves)]
    assert [move.old_status for move in moves] == trail[:-1]
    assert job.status == trail[-1]
    assert (job.held_from is not None) == (job.status == JobStatus.ON_HOLD)
    assert not (job.status == JobStatus.READY and job.blocked_gates())
    assert not moves or statuses_passed(session, job.id)[-1] == job.status
