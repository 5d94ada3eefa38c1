"""What jobs use leaves the stock by the difference, and leaves no cent behind."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.actor import Actor, acting_as
from models.core.errors import InvalidValue, RuleBroken
from models.core.roles import MANAGER
from models.jobs import JobItem, JobItemSize
from models.stock import MaterialUsage, MovementKind, StockMovement, post, reserved_for
from models.timekeeping import Misprint, MisprintCause
from tests import on_sqlite

from .shelf import equals_its_ledger, levels, stocked

D = Decimal


def used(session, job, material, quantity, **about):
    row = MaterialUsage(job=job, material=material, quantity_used=quantity, **about)
    session.add(row)
    session.commit()
    return row


def on(session, *materials):
    return [material.quantity_on_hand for material in materials]


def test_the_worked_example_of_materials_costs_177_49(session, cast):
    vinyl, shirt = stocked(session, "HTV", "1000", "0.1350", "in"), stocked(session, "Shirt", "100", "3.1250")
    first, second = used(session, cast.job, vinyl, 111), used(session, cast.job, shirt, 52)
    assert (first.unit_cost, first.total_cost) == (D("0.1350"), D("14.99"))
    assert (second.unit_cost, second.total_cost) == (D("3.1250"), D("162.50"))
    assert first.total_cost + second.total_cost == D("177.49")


def test_changing_a_use_writes_the_difference_and_changing_it_back_leaves_no_cent(session, cast):
    ink = stocked(session, "Ink", "7", "0.3333", "g")
    row = used(session, cast.job, ink, 3)
    before = row.total_cost, *levels(session, ink.id)
    for quantity in (5, 7, 1, 3):
        row.quantity_used = quantity
        session.commit()
    assert (row.total_cost, *levels(session, ink.id)) == before
    moved = session.scalars(
        sa.select(StockMovement.quantity).filter_by(usage_id=row.id).order_by(StockMovement.id)
    )
    assert list(moved) == [-3, -2, -2, 6, -2]
    assert equals_its_ledger(session)


def test_a_corrected_quantity_keeps_the_cost_of_its_moment_and_another_material_does_not(session, cast):
    tee, vinyl = (
        stocked(session, quantity="10", unit_cost="3.00"),
        stocked(session, "HTV", "200", "0.1350", "in"),
    )
    row, strip = used(session, cast.job, tee, 4), used(session, cast.job, vinyl, 1)
    assert (strip.unit_cost, strip.total_cost) == (D("0.1350"), D("0.14"))
    post(session, tee.id, MovementKind.RECEIPT, quantity=6, value=D("60.00"))
    row.quantity_used, strip.quantity_used = 5, 111
    session.commit()
    assert (row.unit_cost, row.total_cost, tee.stock_value) == (D("3.00"), D("15.00"), D("75.00"))
    assert (strip.unit_cost, strip.total_cost) == (D("0.1350"), D("14.99"))
    row.material, strip.quantity_used = vinyl, 1
    session.commit()
    row.material = tee
    session.commit()
    assert (row.unit_cost, row.total_cost, strip.total_cost) == (D("5.6250"), D("28.13"), D("0.14"))
    row.quantity_used = 16
    session.commit()
    assert (row.total_cost, tee.quantity_on_hand, tee.stock_value) == (D("90.00"), 0, 0)
    assert equals_its_ledger(session)


def test_deleting_a_use_writes_its_reversal_whatever_came_between(session, cast):
    tee = stocked(session, quantity="10", unit_cost="3.00")
    row = used(session, cast.job, tee, 4)
    post(session, tee.id, MovementKind.RECEIPT, quantity=6, value=D("60.00"))
    session.commit()
    session.delete(row)
    session.commit()
    assert (tee.quantity_on_hand, tee.stock_value) == (16, D("90.00"))
    assert equals_its_ledger(session)


def test_another_job_takes_over_what_it_cost_and_another_material_what_that_costs(session, cast):
    tee, cap = stocked(session, quantity="10", unit_cost="3.00"), stocked(session, "Cap", "10", "5.00")
    row = used(session, cast.job, tee, 4, used_at=clock.now() - dt.timedelta(days=2))
    post(session, tee.id, MovementKind.RECEIPT, quantity=6, value=D("60.00"))
    row.used_at = clock.now()
    session.commit()
    assert (row.total_cost, tee.quantity_on_hand, tee.stock_value) == (D("12.00"), 12, D("78.00"))
    row.material = cap
    session.commit()
    assert (row.total_cost, on(session, tee, cap)) == (D("20.00"), [16, 6])
    assert equals_its_ledger(session)


@on_sqlite
@pytest.mark.parametrize("quantity", ["0", "-1"])
def test_nothing_and_less_are_refused(session, cast, quantity):
    with pytest.raises(InvalidValue, match="It must be more than 0"):
        MaterialUsage(job=cast.job, quantity_used=quantity)


def test_using_more_than_is_there_is_refused_and_nothing_is_written(session, cast):
    tee = stocked(session, quantity="12")
    row = used(session, cast.job, tee, 10)
    row.quantity_used = 15
    with pytest.raises(RuleBroken, match="There are 12 pieces of Blank tee, black M; 15 are asked for"):
        session.commit()
    session.rollback()
    with pytest.raises(RuleBroken, match="There are 2 pieces of Blank tee, black M; 3 are asked for"):
        used(session, cast.job, tee, 3)
    session.rollback()
    assert on(session, tee) == [2]
    assert session.scalar(sa.select(sa.func.count(MaterialUsage.id))) == 1


def order(session, job, material, pieces=15):
    """Let the job be for so many pieces made on the material alone."""
    job.items[0].sizes = [JobItemSize(size="Youth M", quantity=pieces, material=material)]
    session.commit()


def test_an_accepted_job_sets_aside_what_it_needs_and_its_use_takes_from_that(session, cast):
    tee = stocked(session, quantity="40")
    order(session, cast.job, tee)
    assert (reserved_for(session, cast.job.id), tee.available) == ({tee.id: D(15)}, 25)
    row = used(session, cast.job, tee, 9)
    assert (tee.quantity_reserved, tee.available) == (6, 25)
    row.quantity_used = 20
    session.commit()
    assert (tee.quantity_reserved, tee.available) == (0, 20)
    row.quantity_used = 4
    session.commit()
    assert (tee.quantity_reserved, tee.available) == (11, 25)
    cast.job.items[0].sizes[0].quantity = 30
    session.commit()
    assert tee.quantity_reserved == 26
    assert equals_its_ledger(session)


def test_a_job_that_is_called_off_sets_nothing_aside_and_keeps_what_it_cost(session, cast):
    tee = stocked(session, quantity="40")
    order(session, cast.job, tee)
    row = used(session, cast.job, tee, 4)
    cast.job.hold(reason="Waiting")
    session.commit()
    assert tee.quantity_reserved == 11
    with acting_as(Actor("staff", "manager", roles=frozenset({MANAGER}))):
        cast.job.cancel(reason="The event was called off")
        session.commit()
    assert (tee.quantity_reserved, row.total_cost, tee.quantity_on_hand) == (0, D("12.50"), 36)
    session.delete(row)
    session.commit()
    assert (tee.quantity_reserved, tee.quantity_on_hand) == (0, 40)
    assert equals_its_ledger(session)


def packed(session, job):
    job.send_to_quality_check()
    job.pack()
    session.commit()


def uses(session, job):
    found = session.scalars(sa.select(MaterialUsage).filter_by(job_id=job.id).order_by(MaterialUsage.id))
    return [(row.quantity_used, row.misprint_id is not None, row.is_backflush) for row in found]


def misprint(session, job, quantity):
    session.add(Misprint(job=job, quantity=quantity, cause=MisprintCause.PRINT))
    session.commit()


def test_packing_writes_what_was_not_logged_and_counts_a_misprint_once(session, cast):
    tee = stocked(session, quantity="40", unit_cost="3.00")
    order(session, cast.job, tee)
    used(session, cast.job, tee, 9)
    misprint(session, cast.job, 2)
    packed(session, cast.job)
    assert uses(session, cast.job) == [(9, False, False), (2, True, True), (6, False, True)]
    assert (on(session, tee), tee.quantity_reserved) == ([23], 0)
    waste = sa.select(sa.func.sum(MaterialUsage.total_cost)).where(MaterialUsage.misprint_id.is_not(None))
    assert session.scalar(waste) == D("6.00")
    assert equals_its_ledger(session)


def test_packing_again_writes_nothing_twice_and_a_late_misprint_only_itself(session, cast):
    tee = stocked(session, quantity="40")
    order(session, cast.job, tee)
    packed(session, cast.job)
    cast.job.step_back(reason="The wrong job")
    cast.job.pack()
    session.commit()
    assert on(session, tee) == [25]
    misprint(session, cast.job, 1)
    assert on(session, tee) == [24]
    cast.job.ready_for_pickup()
    cast.job.complete()
    session.commit()
    assert (on(session, tee), uses(session, cast.job)) == ([24], [(15, False, True), (1, True, True)])


def test_waste_that_was_logged_with_its_pieces_is_not_written_again(session, cast):
    tee = stocked(session, quantity="40")
    order(session, cast.job, tee)
    used(session, cast.job, tee, 17)
    misprint(session, cast.job, 2)
    packed(session, cast.job)
    assert uses(session, cast.job) == [(17, False, False)]


def test_packing_is_not_stopped_by_a_wrong_number_but_adjusts_it_with_a_reason(session, cast):
    tee = stocked(session, quantity="12", unit_cost="3.00")
    order(session, cast.job, tee)
    packed(session, cast.job)
    found = session.scalars(sa.select(StockMovement).filter_by(kind=MovementKind.ADJUSTMENT)).one()
    assert (found.quantity, on(session, tee)) == (3, [0])
    assert found.reason == f"{cast.job.number} used 3 pieces more than the stock had: count it."
    assert equals_its_ledger(session)


def test_waste_names_a_misprint_and_an_item_of_its_own_job_only(session, cast):
    tee = stocked(session)
    other = JobItem(job=type(cast.job)(title="Other", customer=cast.rival), description="Caps")
    session.add(other)
    session.commit()
    with pytest.raises((RuleBroken, InvalidValue)):
        used(session, cast.job, tee, 1, job_item=other)
    session.rollback()
    assert on(session, tee) == [12]
