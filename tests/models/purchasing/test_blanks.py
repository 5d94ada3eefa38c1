"""The blanks gate follows stock and receipts by itself."""

import datetime as dt

import pytest

from models.core import clock
from models.core.actor import Actor, acting_as
from models.core.errors import RuleBroken
from models.core.roles import PRODUCTION
from models.gates import GateStatus
from models.jobs import JobStatus
from models.purchasing.blanks import set_right
from models.scheduling.blanks_ahead import days_to_blanks
from tests import on_sqlite

from .ordering import D, blanks_of, came, garment, job_on, mill, ordered, stands


def test_receipts_fill_the_waiting_jobs_in_the_order_of_their_days_and_pass_their_gates(session):
    tee, hoodie = garment(session), garment(session, "Hoodie M", on_hand="4")
    later, sooner = job_on(session, (tee, 24), due_in=20), job_on(session, (tee, 20), (hoodie, 4), due_in=5)
    assert stands(session, sooner) == ("BLOCKED", "Blanks 4/24, 20 not ordered")
    order = ordered(session, (tee, "44", "3.00"), expected_on=clock.shop_day() + dt.timedelta(days=4))
    assert stands(session, later) == ("BLOCKED", "Blanks 0/24")
    assert blanks_of(session, later).expected_on == order.expected_on

    order.receive([came(order.lines[0], 38)])
    session.commit()
    assert stands(session, sooner) == ("PASSED", "Blanks 24/24")
    assert stands(session, later) == ("BLOCKED", "Blanks 18/24")
    order.receive()
    session.commit()
    assert stands(session, later) == ("PASSED", "Blanks 24/24")
    assert blanks_of(session, later).expected_on is None


def test_a_gate_whose_blanks_go_away_falls_and_takes_readiness_back(session):
    tee = garment(session, on_hand="24")
    job = job_on(session, (tee, 24))
    assert stands(session, job) == ("PASSED", "Blanks 24/24")
    next(gate for gate in job.gates if gate.gate == "art").mark_passed()
    job.begin_prep()
    job.mark_ready()
    session.commit()
    tee.adjust(quantity=D(-6), reason="Holes")
    session.commit()
    assert stands(session, job) == ("BLOCKED", "Blanks 18/24, 6 not ordered")
    assert job.status == JobStatus.PREP


@on_sqlite
def test_a_full_set_stays_together_when_a_job_that_is_due_sooner_comes(session):
    tee = garment(session, on_hand="30")
    first = job_on(session, (tee, 24), due_in=20)
    second = job_on(session, (tee, 24), due_in=2)
    assert stands(session, first) == ("PASSED", "Blanks 24/24")
    assert stands(session, second) == ("BLOCKED", "Blanks 6/24, 18 not ordered")
    first.cancel("Called off")
    session.commit()
    assert stands(session, second) == ("PASSED", "Blanks 24/24")


@on_sqlite
def test_a_waived_gate_stays_waived_and_one_in_the_hands_of_staff_stays_theirs(session):
    tee = garment(session)
    waived, blocked = job_on(session, (tee, 12)), job_on(session, (tee, 12))
    blanks_of(session, waived).waive("They bring their own")
    session.commit()
    printer = Actor("staff", "printer", roles=frozenset({PRODUCTION}))
    with acting_as(printer), pytest.raises(RuleBroken, match="opens by itself"):
        blanks_of(session, blocked).mark_passed()
    session.commit()
    order = ordered(session, (tee, "24", "3.00"))
    order.receive()
    session.commit()
    assert blanks_of(session, waived).status == GateStatus.WAIVED
    assert stands(session, blocked) == ("PASSED", "Blanks 12/12")
    with acting_as(printer):
        blanks_of(session, blocked).block("All are a shade darker")
        session.commit()
        tee.adjust(quantity=D(-1), reason="Holes")
        session.commit()
        assert stands(session, blocked) == ("BLOCKED", "All are a shade darker")
        blanks_of(session, blocked).mark_passed()
        session.commit()
    assert set_right(session) == 0


@on_sqlite
def test_without_garments_the_gate_is_passed_by_hand_and_sizes_that_change_are_followed(session):
    tee = garment(session, on_hand="10")
    job = job_on(session, (tee, 10), (None, 2))
    assert stands(session, job) == ("BLOCKED", "The blanks are not checked in yet")
    size = next(each for each in job.items[0].sizes if each.material_id is None)
    size.material = tee
    session.commit()
    assert stands(session, job) == ("BLOCKED", "Blanks 10/12, 2 not ordered")
    size.quantity = 0
    session.commit()
    assert stands(session, job) == ("PASSED", "Blanks 10/10")
    size.quantity, size.material = 2, None
    session.commit()
    assert not blanks_of(session, job).is_followed  # by `let_go`


@on_sqlite
def test_an_order_that_is_expected_on_another_day_moves_the_gates_with_it(session):
    tee = garment(session)
    job = job_on(session, (tee, 12))
    order = ordered(session, (tee, "12", "3.00"))
    order.expected_on = clock.shop_day() + dt.timedelta(days=30)
    session.commit()
    assert blanks_of(session, job).expected_on == order.expected_on
    order.cancel("They are out of it")
    session.commit()
    assert stands(session, job) == ("BLOCKED", "Blanks 0/12, 12 not ordered")


@on_sqlite
def test_what_is_on_its_way_shortens_the_days_that_a_quote_waits_for_its_blanks(session):
    tee = garment(session, on_hand="4", supplier=mill(session, lead_days=20))
    quote = job_on(session, (tee, 12), promised=False)
    assert days_to_blanks(session, quote, 5) == 20
    ordered(session, (tee, "8", "3.00"), expected_on=clock.shop_day() + dt.timedelta(days=6))
    assert days_to_blanks(session, quote, 5) == 6
