"""What a booking must not do: the past, people who cannot, windows that overlap, stages and gates out of order."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.core import clock
from models.core.actor import Actor, acting_as
from models.core.errors import InvalidValue, NotAllowed, RuleBroken
from models.people import Employee
from models.scheduling import BookingRefused, EmployeeSkill, MachineStage, WorkDay
from models.scheduling.life import Load, RefusalKind
from models.scheduling.windows import window_of
from tests import on_sqlite
from tests.job_life import job_in

from .plan import (
    FRIDAY,
    MONDAY,
    SUNDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    booked,
    capacity,
    misbooked,
    operation,
    press,
    rosa,
    stage,
)

pytestmark = pytest.mark.usefixtures("noon")


def at(day, hour, minute=0):
    return dt.datetime.combine(day, dt.time(hour, minute), clock.shop_zone())


@on_sqlite
def test_a_day_that_is_over_is_refused(session, cast):
    with pytest.raises(RuleBroken, match=r"Fri 20 Nov: that day is over\. Choose today"):
        operation(cast.job).move(MONDAY - dt.timedelta(days=3), employee_id=rosa(session).id)


@on_sqlite
def test_a_closed_day_is_refused_by_its_name_with_the_next_that_fits(session, cast):
    session.add(WorkDay(day=TUESDAY, name="Stocktaking", hours=Decimal(0)))
    session.commit()
    with pytest.raises(BookingRefused, match=r"does not work on Tue 24 Nov \(Stocktaking\)") as refusal:
        operation(cast.job).move(TUESDAY, employee_id=rosa(session).id)
    assert (refusal.value.kind, refusal.value.next_fit) == (RefusalKind.ABSENT, WEDNESDAY)
    with pytest.raises(BookingRefused, match="Sun 29 Nov"):
        operation(cast.job).move(SUNDAY + dt.timedelta(days=7), employee_id=rosa(session).id)


@on_sqlite
def test_a_stage_is_open_to_all_until_somebody_has_the_skill_for_it(session, cast):
    printing = operation(cast.job)
    other = Employee(name="Sam")
    session.add(other)
    session.commit()
    printing.move(TUESDAY, employee_id=other.id)
    session.add(EmployeeSkill(employee=rosa(session), stage=stage(session, "PRINTING")))
    session.commit()
    printing.move(WEDNESDAY, employee_id=rosa(session).id)
    with pytest.raises(BookingRefused, match="Sam has not the skill for Printing") as refusal:
        printing.move(WEDNESDAY, employee_id=other.id)
    assert refusal.value.kind is RefusalKind.UNSKILLED


@on_sqlite
def test_a_machine_that_does_not_serve_the_stage_or_was_put_away_is_refused(session, cast):
    one, other = press(session), press(session, "Press 2")
    session.add(MachineStage(machine=one, stage=stage(session, "PRINTING")))
    session.commit()
    with pytest.raises(BookingRefused, match="Press 2 does not serve Printing"):
        operation(cast.job).move(TUESDAY, machine_id=other.id)
    one.is_active = False
    session.commit()
    with pytest.raises(BookingRefused, match="not at work any more"):
        operation(cast.job).move(TUESDAY, machine_id=one.id)


def test_windows_of_one_resource_touch_and_do_not_overlap(session, cast):
    first, second = operation(cast.job), operation(cast.job)
    first.move(TUESDAY, start_time=at(TUESDAY, 9), employee_id=rosa(session).id)
    with pytest.raises(BookingRefused, match="Rosa has Printing, J-1001 from 09:00 to 11:00") as refusal:
        second.move(TUESDAY, start_time=at(TUESDAY, 10, 59), employee_id=rosa(session).id)
    assert refusal.value.kind is RefusalKind.OVERLAP
    session.rollback()
    second, first = operation(cast.job), operation(cast.job)
    first.move(TUESDAY, start_time=at(TUESDAY, 9), employee_id=rosa(session).id)
    second.move(TUESDAY, start_time=at(TUESDAY, 11), employee_id=rosa(session).id)
    session.commit()
    assert second.start_time == first.end_time == at(TUESDAY, 11)
    with pytest.raises(BookingRefused, match="from 11:00 to 13:00"):
        first.resize(Decimal(3))


@on_sqlite
def test_stages_of_a_job_keep_their_order(session, cast):
    prep, printing = operation(cast.job, "MATERIAL_PREP"), operation(cast.job)
    printing.move(WEDNESDAY, employee_id=rosa(session).id)
    with pytest.raises(BookingRefused, match="cannot be after Printing of the same job on Wed 25 Nov"):
        prep.move(FRIDAY, employee_id=rosa(session).id)
    session.rollback()
    prep, printing = operation(cast.job, "MATERIAL_PREP"), operation(cast.job)
    prep.move(WEDNESDAY, start_time=at(WEDNESDAY, 9), employee_id=rosa(session).id)
    with pytest.raises(BookingRefused, match="cannot be before Material prep") as refusal:
        printing.move(TUESDAY, employee_id=rosa(session).id)
    assert refusal.value.kind is RefusalKind.OUT_OF_ORDER
    session.rollback()


@on_sqlite
def test_within_a_day_windows_decide_the_order(session, cast):
    prep, printing = operation(cast.job, "MATERIAL_PREP"), operation(cast.job)
    machine = press(session)
    prep.move(TUESDAY, start_time=at(TUESDAY, 9), employee_id=rosa(session).id)
    printing.move(TUESDAY, start_time=at(TUESDAY, 11), machine_id=machine.id)
    session.commit()
    with pytest.raises(BookingRefused, match="cannot be before"):
        printing.move(TUESDAY, start_time=at(TUESDAY, 10))


@on_sqlite
def test_nothing_is_printed_on_a_day_before_a_blocked_gate_is_expected_to_open(session, cast):
    job = job_in(session, "PREP", cast.acme)
    job.gates[2].block("The supplier is late", expected_on=THURSDAY)
    session.commit()
    operation(job, "MATERIAL_PREP").move(TUESDAY, employee_id=rosa(session).id)
    printing = operation(job)
    with pytest.raises(BookingRefused, match="Plan it on Thu 26 Nov or later") as refusal:
        printing.move(WEDNESDAY, employee_id=rosa(session).id)
    assert (refusal.value.kind, refusal.value.next_fit) == (RefusalKind.GATE, THURSDAY)


@on_sqlite
def test_what_is_finished_or_cancelled_is_not_moved(session, cast):
    done, off = operation(cast.job), operation(cast.job)
    done.move(TUESDAY, employee_id=rosa(session).id)
    done.start()
    done.finish()
    off.cancel()
    session.commit()
    for each in (done, off):
        with pytest.raises(RuleBroken, match="to move it must be"):
            each.move(WEDNESDAY)


@on_sqlite
@pytest.mark.parametrize("hours", ["0", "-1", "24.01"])
def test_hours_are_more_than_none_and_at_most_a_day(session, cast, hours):
    with pytest.raises(InvalidValue):
        operation(cast.job).resize(Decimal(hours))


@on_sqlite
def test_an_override_is_for_managers_and_not_written_where_it_is_not_needed(session, cast):
    printing = operation(cast.job)
    with (
        acting_as(Actor("staff", "office", roles=frozenset({"Office"}))),
        pytest.raises(NotAllowed, match="Only a manager"),
    ):
        printing.move(TUESDAY, employee_id=rosa(session).id, override_reason="The fair")
    session.rollback()
    printing = operation(cast.job)
    printing.move(TUESDAY, employee_id=rosa(session).id, override_reason="The fair")
    assert printing.overbooked_because is None


@on_sqlite
def test_a_limit_of_the_whole_shop_counts_an_operation_once(session, cast):
    from models.core.base import new_id
    from models.scheduling import DailyCapacity

    limit = DailyCapacity.__table__.insert().values(
        id=new_id(),
        date=TUESDAY,
        resource="",
        total_hours=Decimal(3),
        booked_hours=Decimal(0),
        actual_hours=Decimal(0),
        is_corrected=True,
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    session.execute(limit, execution_options={"deliberate": "a row of the test"})
    machine = press(session)
    operation(cast.job).move(TUESDAY, employee_id=rosa(session).id, machine_id=machine.id)
    session.commit()
    assert booked(session, None, TUESDAY) == 2
    with pytest.raises(BookingRefused, match=r"The shop has 1\.0 h left"):
        operation(cast.job).move(TUESDAY, machine_id=machine.id)
    session.rollback()
    assert not misbooked(session)


@on_sqlite
def test_a_day_is_tight_above_85_percent_and_full_at_100(session, cast):
    printing = operation(cast.job, hours="6.8")
    printing.move(TUESDAY, employee_id=rosa(session).id)
    assert capacity(session, rosa(session), TUESDAY).load is Load.GREEN
    printing.resize(Decimal("6.81"))
    assert capacity(session, rosa(session), TUESDAY).load is Load.TIGHT
    printing.resize(Decimal(8))
    assert capacity(session, rosa(session), TUESDAY).load is Load.FULL


def test_tenths_of_hours_fill_a_day_exactly(session, cast):
    made = [operation(cast.job, hours="0.1") for _ in range(80)]
    for each in made:
        each.move(TUESDAY, employee_id=rosa(session).id)
    session.commit()
    assert booked(session, rosa(session), TUESDAY) == 8
    with pytest.raises(BookingRefused, match=r"Rosa has 0\.0 h left"):
        operation(cast.job, hours="0.0001").move(TUESDAY, employee_id=rosa(session).id)


@on_sqlite
def test_what_was_done_before_its_day_books_the_day_on_which_it_was_done(session, cast):
    printing = operation(cast.job)
    printing.move(TUESDAY, employee_id=rosa(session).id)
    printing.start()
    printing.finish()
    session.commit()
    assert (booked(session, rosa(session), MONDAY), booked(session, rosa(session), TUESDAY)) == (2, 0)


SPRING, AUTUMN, LEAP = dt.date(2027, 3, 14), dt.date(2027, 11, 7), dt.date(2028, 2, 29)


@pytest.mark.parametrize(
    ("day", "start", "hours", "ends"),
    [
        (SPRING, 1, "2", 4),  # two o'clock is three
        (AUTUMN, 0, "3", 2),  # one o'clock comes twice
        (LEAP, 22, "2", 0),  # until midnight
        (TUESDAY, 9, "0.0001", 9),
    ],
)
def test_a_window_lasts_as_long_as_time_passes(day, start, hours, ends):
    begins, end = window_of(day, at(day, start), Decimal(hours))
    assert (end - begins).total_seconds() == pytest.approx(float(hours) * 3600)
    assert clock.shop_time(end).hour == ends
    assert clock.shop_day(begins) == day


@pytest.mark.parametrize(("day", "hours"), [(SPRING, "23"), (AUTUMN, "24"), (LEAP, "24"), (TUESDAY, "24")])
def test_a_window_is_within_its_day_however_long_that_is(day, hours):
    longest = {SPRING: Decimal(23), AUTUMN: Decimal(25)}.get(day, Decimal(24))
    assert window_of(day, at(day, 0), Decimal(hours)) is not None
    with pytest.raises(InvalidValue, match="after midnight"):
        window_of(day, at(day, 0), longest + Decimal("0.0001"))


@given(
    day=st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31)),
    minutes=st.integers(0, 24 * 60 - 1),
    hours=st.decimals("0.0001", 24, places=4),
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_window_begins_and_ends_on_its_shop_day(day, minutes, hours):
    start = dt.datetime.combine(day, dt.time(minutes // 60, minutes % 60), clock.shop_zone())
    try:
        begins, ends = window_of(day, start, hours)
    except InvalidValue:
        return
    assert clock.shop_day(begins) == day
    assert clock.shop_day(ends - dt.timedelta(microseconds=1)) == day


@on_sqlite
def test_a_moment_near_midnight_belongs_to_the_shop_day_not_to_that_of_greenwich(session, cast):
    printing = operation(cast.job, hours="0.5")
    late = dt.datetime(2026, 11, 25, 5, 30, tzinfo=dt.UTC)  # half past eleven at night on Tuesday
    printing.move(TUESDAY, start_time=late, employee_id=rosa(session).id)
    assert printing.end_time == at(WEDNESDAY, 0)
    with pytest.raises(InvalidValue, match="begins on Tue 24 Nov, not on Wed 25 Nov"):
        printing.move(WEDNESDAY, start_time=late)
