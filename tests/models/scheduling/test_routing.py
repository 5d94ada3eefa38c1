"""A promised job gets the operations that its routing asks for, once, and they follow its items while untouched."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.errors import RuleBroken
from models.jobs import DecorationMethod, Job, JobItem, JobItemDecoration, JobItemSize
from models.people import Machine
from models.scheduling import (
    MachineStage,
    ProductionSchedule,
    ProductionStage,
    Routing,
    add_operation,
    create_operations,
)
from tests import on_sqlite

M = DecorationMethod


def job_of(session, cast, *methods, quantity=20):
    job = Job(title="Team tees", customer=cast.acme)
    item = JobItem(job=job, description="Tee")
    item.sizes = [JobItemSize(size="M", quantity=quantity)]
    item.decorations = [JobItemDecoration(decoration_method=each) for each in methods]
    session.add(job)
    session.commit()
    return job


def accepted(session, cast, *methods, quantity=20):
    job = job_of(session, cast, *methods, quantity=quantity)
    job.accept_quote()
    session.commit()
    return job


def operations_of(session, job):
    mine = sa.select(ProductionSchedule).join(ProductionStage).where(ProductionSchedule.job_id == job.id)
    return session.scalars(mine.order_by(ProductionStage.position, ProductionSchedule.id)).all()


def stage(session, key):
    return session.scalars(sa.select(ProductionStage).filter_by(key=key)).one()


def plan_of(session, job):
    return [(each.stage.key, each.decoration_method) for each in operations_of(session, job)]


def test_a_job_that_is_accepted_gets_its_operations_in_the_backlog(session, cast):
    job = accepted(session, cast, M.DTF, M.EMBROIDERY)
    assert plan_of(session, job) == [
        ("DESIGN_CREATION", None),
        ("MATERIAL_PREP", None),
        ("PRINTING", M.DTF),
        ("PRINTING", M.EMBROIDERY),
        ("QUALITY_CHECK", None),
        ("PACKAGING", None),
        ("SHIPPING", None),
    ]
    dtf = operations_of(session, job)[2]
    assert (dtf.pieces, dtf.estimated_hours, dtf.first_estimate) == (20, Decimal("0.5"), Decimal("0.5"))
    assert (dtf.status, dtf.scheduled_date) == ("BACKLOG", None)


@on_sqlite
def test_a_quote_has_no_operations_and_a_job_never_gets_them_twice(session, cast):
    job = job_of(session, cast, M.DTF)
    assert create_operations(job) == []
    job.accept_quote()
    session.commit()
    assert create_operations(job) == []
    assert len(operations_of(session, job)) == 6


@on_sqlite
def test_a_job_whose_art_is_there_has_no_design_to_make(session, cast):
    job = job_of(session, cast, M.DTF)
    next(gate for gate in job.gates if gate.gate == "art").mark_passed()
    job.accept_quote()
    session.commit()
    assert ("DESIGN_CREATION", None) not in plan_of(session, job)


@on_sqlite
def test_a_job_imported_half_way_gets_what_is_left_of_its_work(session, cast):
    job = job_of(session, cast, M.DTF)
    job.import_as("QUALITY_CHECK")
    session.commit()
    assert plan_of(session, job) == [("QUALITY_CHECK", None), ("PACKAGING", None), ("SHIPPING", None)]
    done = job_of(session, cast, M.DTF)
    done.import_as("COMPLETED")
    session.commit()
    assert operations_of(session, done) == []


def test_untouched_operations_follow_the_sizes_and_keep_their_first_estimate(session, cast):
    job = accepted(session, cast, M.DTF)
    job.items[0].sizes[0].quantity = 50
    session.commit()
    dtf = operations_of(session, job)[2]
    assert (dtf.pieces, dtf.estimated_hours, dtf.first_estimate) == (50, Decimal(1), Decimal("0.5"))


@on_sqlite
def test_a_decoration_added_later_gets_its_operation(session, cast):
    job = accepted(session, cast, M.DTF)
    job.items[0].decorations.append(JobItemDecoration(decoration_method=M.HTV))
    session.commit()
    assert ("PRINTING", M.HTV) in plan_of(session, job)


@on_sqlite
def test_a_revision_is_made_when_it_is_asked_for(session, cast):
    job = accepted(session, cast, M.DTF)
    (made,) = add_operation(job, stage(session, "DESIGN_REVISION"))
    session.commit()
    assert (made.estimated_hours, made.stage.key) == (Decimal("0.3333"), "DESIGN_REVISION")
    assert create_operations(job) == []


@on_sqlite
def test_a_stage_that_the_routing_leaves_out_has_no_operation_and_a_machine_gives_its_rate(session, cast):
    for routing in session.scalars(sa.select(Routing).join(ProductionStage).filter_by(key="SHIPPING")):
        routing.is_active = False
    press = Machine(name="Automatic", pieces_per_hour=400)
    session.add(
        MachineStage(machine=press, stage=stage(session, "PRINTING"), decoration_method=M.SCREEN_PRINT)
    )
    session.commit()
    job = accepted(session, cast, M.SCREEN_PRINT, quantity=100)
    assert "SHIPPING" not in dict(plan_of(session, job))
    assert operations_of(session, job)[2].estimated_hours == Decimal("0.5")  # 5 + 15 + 10 min


@on_sqlite
def test_what_is_planned_already_is_not_reckoned_anew(session, cast):
    job = accepted(session, cast, M.DTF)
    operation = operations_of(session, job)[2]
    session.execute(
        sa.update(ProductionSchedule)
        .where(ProductionSchedule.id == operation.id)
        .values(status="SCHEDULED")
        .execution_options(deliberate="a test's short way")
    )
    session.commit()
    with pytest.raises(RuleBroken):
        operation.reckon(1, Decimal(1))
    session.rollback()
    job.items[0].sizes[0].quantity = 50
    session.commit()
    assert operation.pieces == 20


@on_sqlite
def test_choosing_a_machine_reckons_the_hours_anew_until_somebody_sets_them(session, cast):
    fast, slow = Machine(name="Automatic", pieces_per_hour=400), Machine(name="Manual", pieces_per_hour=65)
    session.add_all([fast, slow])
    session.flush()
    served = (MachineStage(machine=each, stage=stage(session, "PRINTING")) for each in (fast, slow))
    session.add_all(served)
    job = accepted(session, cast, M.SCREEN_PRINT, quantity=130)
    (printing,) = (each for each in operations_of(session, job) if each.stage.key == "PRINTING")
    on_any = printing.first_estimate
    day = clock.shop_day() + dt.timedelta(days=1)
    printing.move(day, machine_id=fast.id)
    on_fast = printing.estimated_hours
    assert on_any - on_fast == Decimal(130) / 65 - Decimal(130) / 400
    printing.move(day, machine_id=slow.id)
    assert (printing.estimated_hours, printing.first_estimate) == (on_any, on_any)
    printing.resize(Decimal("2.5"))
    printing.move(day, machine_id=fast.id)
    assert printing.estimated_hours == Decimal("2.5")
