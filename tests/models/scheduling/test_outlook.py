"""The outlook sets what is booked, waits and is quoted against the hours there are."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.core import clock
from models.jobs import DecorationMethod, Job, JobItem, JobItemDecoration, JobItemSize
from models.people import Employee, Machine
from models.scheduling import EmployeeSkill, MachineStage, ProductionStage, generate_capacity
from models.scheduling.outlook import outlook
from tests import on_sqlite
from tests.planned import accepted_job, operation_of, put_on

MONDAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def that_monday():
    with clock.told_time(dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)):
        yield


def rosa(session):
    return session.scalars(sa.select(Employee).filter_by(name="Rosa")).one()


def line(session, name, weeks=4):
    return next(each for each in outlook(session, weeks).lines if each.name == name)


def test_booked_hours_stand_with_their_stage_and_their_person(session, cast):
    job = accepted_job(session, cast, DecorationMethod.DTF)
    put_on(session, operation_of(session, job, "PRINTING"), MONDAY, rosa(session), Decimal(10))
    for name in ("Rosa", "Printing", "Everybody"):
        monday = line(session, name).of([MONDAY])
        assert (monday.capacity, monday.booked) == (8, 10)
        assert monday.percent >= 125


def test_what_waits_is_spread_over_the_work_days_before_it_is_due(session, cast):
    accepted_job(session, cast, DecorationMethod.DTF, due_on=MONDAY + dt.timedelta(days=5))
    shown = line(session, "Design")
    assert [shown.of([MONDAY + dt.timedelta(days=day)]).backlog for day in range(6)] == [
        *[Decimal("0.2")] * 5,
        0,
    ]
    assert line(session, "Rosa").of([MONDAY]).backlog == 0


@on_sqlite
def test_what_is_late_already_is_asked_for_today(session, cast):
    accepted_job(session, cast, DecorationMethod.DTF, due_on=MONDAY - dt.timedelta(days=3))
    assert line(session, "Design").of([MONDAY]).backlog == 1


@on_sqlite
def test_quotes_count_with_the_chance_that_they_are_accepted(session, cast):
    quote = Job(title="Perhaps", customer=cast.acme, due_on=MONDAY + dt.timedelta(days=1))
    item = JobItem(job=quote, sizes=[JobItemSize(size="M", quantity=50)])
    item.decorations = [JobItemDecoration(decoration_method=DecorationMethod.DTF)]
    session.add(quote)
    session.commit()
    assert line(session, "Printing").of([MONDAY]).quoted == Decimal("0.5")  # half of an hour


@on_sqlite
def test_a_stage_has_the_hours_of_those_who_can_do_it_and_no_more_than_its_machines(session, cast):
    printing = session.scalars(sa.select(ProductionStage).filter_by(key="PRINTING")).one()
    session.add(sam := Employee(name="Sam"))
    session.commit()
    assert line(session, "Printing").of([MONDAY]).capacity == 16
    session.add(EmployeeSkill(employee_id=sam.id, stage=printing))
    session.commit()
    assert line(session, "Printing").of([MONDAY]).capacity == 8
    session.add(EmployeeSkill(employee_id=rosa(session).id, stage=printing))
    session.add(MachineStage(machine=Machine(name="Press"), stage=printing))
    session.commit()
    assert line(session, "Printing").of([MONDAY]).capacity == 8


@on_sqlite
@pytest.mark.parametrize("weeks", [4, 12])
def test_it_reaches_to_the_sunday_of_the_last_week(session, cast, weeks):
    shown = outlook(session, weeks)
    assert (len(shown.weeks), shown.days[-1].weekday(), len(shown.days)) == (weeks, 6, 7 * weeks)


@on_sqlite
def test_on_a_sunday_it_begins_with_the_next_work_day_and_lays_what_is_late_there(session, cast):
    sunday = MONDAY - dt.timedelta(days=1)
    accepted_job(session, cast, DecorationMethod.DTF, due_on=MONDAY - dt.timedelta(days=3))
    with clock.told_time(dt.datetime.combine(sunday, dt.time(18), dt.UTC)):
        shown = outlook(session, 4)
        assert (shown.days[0], len(shown.weeks)) == (MONDAY, 4)
        assert line(session, "Design").of([MONDAY]).backlog == 1


def test_its_sums_are_those_of_the_tables(session, cast):
    for number, hours in enumerate((3, 5, 7)):
        job = accepted_job(session, cast, DecorationMethod.DTF, due_on=MONDAY + dt.timedelta(days=20))
        day = MONDAY + dt.timedelta(days=number * 4)
        put_on(session, operation_of(session, job, "PRINTING"), day, rosa(session), Decimal(hours))
    generate_capacity(session, MONDAY, MONDAY + dt.timedelta(days=27))
    session.commit()
    shown = outlook(session, 4)
    everybody, days = shown.everybody.of(shown.days), {"first": MONDAY, "last": shown.days[-1]}

    def asked(sql):
        return session.execute(sa.text(sql), days).scalar_one()

    booked = (
        "SELECT SUM(estimated_hours) FROM production_schedules WHERE scheduled_date BETWEEN :first AND :last"
    )
    waiting = "SELECT SUM(estimated_hours) FROM production_schedules WHERE status = 'BACKLOG'"
    there = "SELECT SUM(total_hours) FROM daily_capacity WHERE employee_id <> '' AND date BETWEEN :first AND :last"
    assert float(everybody.booked) == float(asked(booked)) == 15
    assert float(everybody.backlog) == pytest.approx(float(asked(waiting)))
    assert float(everybody.capacity) == float(asked(there))
    assert sum(each.of(shown.days).booked for each in shown.stages) == everybody.booked
