"""Estimates are frozen with the quote, ended by its revision, and grow by change orders alone."""

from decimal import Decimal

import sqlalchemy as sa

from models.catalog import Material
from models.costing import ChangeOrder, EstimateKind, JobEstimate
from models.costing.freezing import estimate_of
from models.jobs import DecorationMethod, Job, JobItem, JobItemDecoration, JobItemSize
from models.people import Employee
from tests import on_sqlite

from .facts import costing_of

pytestmark = on_sqlite


def quote(session, cast, pieces=20):
    blank = session.scalars(sa.select(Material).where(Material.sku == "BLANK-M")).one()
    job = Job(title="Team shirts", customer=cast.acme, quoted_amount="300.00")
    item = JobItem(description="Tee", sizes=[JobItemSize(size="M", quantity=pieces, material_id=blank.id)])
    item.decorations = [JobItemDecoration(decoration_method=DecorationMethod.HTV)]
    job.items = [item]
    session.add(job)
    session.commit()
    return job


def lines(session, job):
    estimate = estimate_of(session, job.id)
    return [(line.kind, line.quantity, line.unit_cost, line.amount) for line in estimate.lines]


def test_a_sent_quote_freezes_what_its_materials_and_its_time_cost_then(session, cast):
    job = quote(session, cast)
    job.send_quote()
    session.commit()
    estimate = estimate_of(session, job.id)
    assert (EstimateKind.MATERIAL, Decimal(21), Decimal("3.1250"), Decimal("65.63")) in lines(session, job)
    assert {line.unit_cost for line in estimate.lines if line.kind is EstimateKind.LABOR} == {
        Decimal("24.0000")
    }
    assert estimate.material_cost == Decimal("65.63")
    assert estimate.total_costs == sum(line.amount for line in estimate.lines)
    assert costing_of(session, job).estimated_costs == estimate.total_costs
    assert costing_of(session, job).cost_variance == -estimate.total_costs


def test_a_frozen_estimate_stays_when_costs_rates_and_the_order_change(session, cast):
    job = quote(session, cast)
    job.send_quote()
    session.commit()
    before = lines(session, job)
    session.scalars(sa.select(Employee).where(Employee.name == "Rosa")).one().hourly_rate = "40.00"
    session.scalars(sa.select(Material).where(Material.sku == "BLANK-M")).one().unit_cost = "9.0000"
    job.items[0].sizes[0].quantity = 40
    session.commit()
    job.accept_quote()
    session.commit()
    assert lines(session, job) == before


def test_a_revised_quote_ends_its_estimate_and_the_next_one_that_goes_out_has_its_own(session, cast):
    job = quote(session, cast)
    job.send_quote()
    session.commit()
    job.revise_quote()
    session.commit()
    assert estimate_of(session, job.id) is None
    assert costing_of(session, job).estimated_costs is None
    job.items[0].sizes[0].quantity = 40
    session.commit()
    job.accept_quote()
    session.commit()
    assert estimate_of(session, job.id).pieces == 40
    kept = session.scalars(sa.select(JobEstimate.pieces).order_by(JobEstimate.number)).all()
    assert kept[-2:] == [20, 40]


def test_a_change_order_adds_what_the_changed_order_takes_at_the_frozen_costs(session, cast):
    job = quote(session, cast)
    job.accept_quote()
    session.commit()
    before = costing_of(session, job).estimated_costs
    session.scalars(sa.select(Material).where(Material.sku == "BLANK-M")).one().unit_cost = "9.0000"
    session.commit()
    job.change_order(what="Ten more", amount=Decimal("120.00"), accepted_by="Ann")
    session.commit()
    order = session.scalars(sa.select(ChangeOrder)).one()
    assert (order.amount, order.accepted_by, order.cost_effect) == (Decimal("120.00"), "Ann", Decimal(0))
    job.items[0].sizes[0].quantity = 30
    session.commit()
    effect = session.scalars(sa.select(ChangeOrder.cost_effect)).one()
    added = [line for line in estimate_of(session, job.id).lines if line.change_order_id]
    garments = next(line for line in added if line.kind is EstimateKind.MATERIAL)
    assert (garments.quantity, garments.unit_cost) == (Decimal(10), Decimal("3.1250"))
    assert effect == sum(line.amount for line in added) > 0
    assert costing_of(session, job).estimated_costs == before + effect
    job.items[0].sizes[0].quantity = 20
    session.commit()
    assert costing_of(session, job).estimated_costs == before
    assert session.scalars(sa.select(ChangeOrder.cost_effect)).one() == 0


def test_a_quote_without_pieces_has_no_estimate(session, cast):
    job = Job(title="Later", customer=cast.acme)
    session.add(job)
    session.commit()
    job.accept_quote()
    session.commit()
    assert estimate_of(session, job.id) is None
