"""A routing takes the median of what completed work really took: by hand, from enough of it."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.errors import RuleBroken
from models.jobs import DecorationMethod
from models.people import Machine
from models.scheduling import ProductionStage, Routing
from models.scheduling.recalibration import measure
from tests import on_sqlite
from tests.planned import accepted_job, operation_of, write

M = DecorationMethod


def routing(session, key, method=None):
    found = sa.select(Routing).join(ProductionStage).where(ProductionStage.key == key)
    return session.scalars(found.where(Routing.decoration_method == method)).one()


def done(session, cast, key, minutes, method=M.DTF, **values):
    """A job of 20 pieces whose work at a stage took so many minutes."""
    operation = operation_of(session, accepted_job(session, cast, method), key)
    hours = Decimal(minutes) / 60
    write(session, operation, status="COMPLETED", actual_hours=hours, completed_at=clock.now(), **values)
    return operation


def test_the_median_of_actual_per_unit_becomes_the_routings(session, cast):
    first, *_others = [done(session, cast, "PRINTING", minutes) for minutes in (40, 50, 60, 70, 500)]
    row = routing(session, "PRINTING", M.DTF)
    row.recalibrate()
    session.commit()
    assert row.minutes_per_piece == Decimal("2.5")  # (60 - 10) / 20
    assert (row.setup_minutes, row.measured_jobs) == (10, 5)
    assert first.first_estimate == Decimal("0.5")


@on_sqlite
def test_fewer_than_five_jobs_and_such_as_took_no_longer_than_set_up_change_nothing(session, cast):
    for _ in range(4):
        done(session, cast, "PRINTING", 60)
    row = routing(session, "PRINTING", M.DTF)
    with pytest.raises(RuleBroken, match="4 completed jobs"):
        row.recalibrate()
    session.rollback()
    for _ in range(4):
        done(session, cast, "QUALITY_CHECK", 2)
    done(session, cast, "QUALITY_CHECK", 3)
    with pytest.raises(RuleBroken, match="longer than their set-up"):
        routing(session, "QUALITY_CHECK").recalibrate()


@on_sqlite
def test_where_nothing_grows_with_the_pieces_the_set_up_is_measured(session, cast):
    for minutes in (9, 12, 15, 18, 21):
        done(session, cast, "SHIPPING", minutes)
    assert measure(session, routing(session, "SHIPPING")).values == {"setup_minutes": Decimal(15)}


@on_sqlite
def test_a_machine_with_a_rate_of_its_own_is_measured_by_itself(session, cast):
    press = Machine(name="Automatic", pieces_per_hour=400)
    session.add(press)
    session.commit()
    for _ in range(5):  # 15 min of set-up and a screen, and 20 pieces in 6 min
        done(session, cast, "PRINTING", 21, M.SCREEN_PRINT, machine_id=press.id)
    row = routing(session, "PRINTING", M.SCREEN_PRINT)
    row.recalibrate()
    session.commit()
    assert (press.pieces_per_hour, row.pieces_per_hour) == (200, 65)


@on_sqlite
def test_work_of_which_a_part_is_not_finished_is_not_counted(session, cast):
    operations = [done(session, cast, "PRINTING", 60) for _ in range(5)]
    write(session, operations[0], actual_hours=None)
    write(session, operations[1], completed_at=clock.now() - dt.timedelta(days=9))
    assert measure(session, routing(session, "PRINTING", M.DTF)).jobs == 4
