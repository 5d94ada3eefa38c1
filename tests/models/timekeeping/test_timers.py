"""Clocking in and out: whole seconds, touching and never overlapping, capped when forgotten."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from models.core import clock
from models.core.base import new_id
from models.core.errors import InvalidValue, RuleBroken
from models.people import Machine
from models.scheduling import DailyCapacity
from models.timekeeping import TimeEntry, clock_in, clock_out, forgotten, running
from models.timekeeping.checks import overlap_among
from models.timekeeping.timers import cap_forgotten

from .floor import at, rosa_of, times, work


@pytest.fixture
def rosa(session, cast):
    return rosa_of(session)


def clocked(session, rosa, start, end, **values):
    with clock.told_time(at(end)):
        clock_in(session, rosa, at=at(start), **values)
        entry = clock_out(session, rosa, at=at(end))
        session.commit()
        return entry


def test_time_is_whole_seconds_and_hours_to_four_decimals_at_the_rate_of_the_start(session, rosa):
    entry = clocked(session, rosa, "9:00:00", "10:24:07", activity="Set-up")
    rosa.hourly_rate = "99.00"
    session.commit()
    assert (entry.seconds, entry.duration, entry.hourly_rate) == (5047, Decimal("1.4019"), Decimal("24.00"))


def test_switching_in_the_same_second_ends_one_and_begins_the_other(session, rosa):
    with clock.told_time(at("12:00")):
        for activity in ("A", "B", "C"):
            clock_in(session, rosa, activity=activity, at=at("9:00:30"))
        clock_out(session, rosa, at=at("9:00:30"))
        session.commit()
    assert [(start, end) for _, start, end in times(session)] == [("24 09:00:30", "24 09:00:30")] * 3


def test_a_time_that_has_not_come_is_refused(session, rosa):
    with clock.told_time(at("9:00")), pytest.raises(RuleBroken, match=r"It is 9:00 am: no time was taken"):
        clock_in(session, rosa, at=at("9:20"))


def test_what_was_forgotten_is_capped_at_midnight_by_the_clock_and_flagged(session, rosa):
    with clock.told_time(at("22:00")):
        entry = clock_in(session, rosa)
        session.commit()
    with clock.told_time(at("0:00:01", day=25)):
        assert forgotten(session) == [entry.id]
        cap_forgotten(entry)
        session.commit()
    assert (entry.is_capped, entry.seconds) == (True, 2 * 3600)
    assert running(session, rosa.id) is None


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 8, 23), (11, 1, 25)])
def test_a_day_of_a_changed_clock_is_capped_at_its_own_end(session, rosa, month, day, hours):
    with clock.told_time(at("0:00", day=day, month=month)):
        entry = clock_in(session, rosa)
        session.commit()
    with clock.told_time(at("9:00", day=day + 1, month=month)):
        clock_in(session, rosa)  # the next day's first tap does not wait for the clock
        session.commit()
    assert (entry.is_capped, entry.seconds) == (True, hours * 3600)


def by_hand(session, rosa, start, end, day=24, last=24):
    times = {"start_time": at(start, day=day), "end_time": at(end, day=last)}
    session.add(TimeEntry(employee_id=rosa.id, activity="By hand", **times))
    try:
        session.commit()
    finally:
        session.rollback()


def test_entries_by_hand_touch_and_never_overlap(session, rosa):
    with clock.told_time(at("18:00")):
        by_hand(session, rosa, "9:00", "10:00")
        by_hand(session, rosa, "10:00", "11:00")
        with pytest.raises(RuleBroken, match=r"It overlaps By hand of Rosa, 9:00 am to 10:00 am"):
            by_hand(session, rosa, "9:59", "10:00")


MINUTES = st.tuples(st.integers(0, 12), st.none() | st.integers(0, 6)).map(
    lambda told: (told[0], None if told[1] is None else told[0] + told[1])
)


@given(st.lists(st.tuples(MINUTES, st.booleans()), max_size=7))
def test_of_many_entries_one_that_overlaps_is_found_when_there_is_one(told):
    def moment(minutes):
        return None if minutes is None else at("9:00") + dt.timedelta(minutes=minutes)

    entries = [
        SimpleNamespace(id=f"{number}", start_time=moment(start), end_time=moment(end))
        for number, ((start, end), _) in enumerate(told)
    ]
    written = {entry.id for entry, (_, is_written) in zip(entries, told, strict=True) if is_written}

    def overlap(one, other):
        return all(
            before.end_time is None or before.end_time > after.start_time
            for before, after in ((one, other), (other, one))
        )

    pairs = {
        (one.id, other.id)
        for one in entries
        for other in entries
        if one is not other and one.id in written and overlap(one, other)
    }
    found = overlap_among(entries, written)
    assert found in pairs if pairs else found is None


def test_many_entries_at_once_are_counted_and_refused_as_one_by_one(session, rosa):
    rows = [capacity(session, rosa), capacity(session)]
    with clock.told_time(at("18:00")):
        hours = [(f"{hour}:00", f"{hour + 1}:00") for hour in (9, 10, 12)]
        for start, end in hours:
            session.add(
                TimeEntry(employee_id=rosa.id, activity="By hand", start_time=at(start), end_time=at(end))
            )
        session.commit()
        assert [each() for each in rows] == [Decimal(3)] * 2
        session.add(
            TimeEntry(employee_id=rosa.id, activity="By hand", start_time=at("14:00"), end_time=at("15:00"))
        )
        with pytest.raises(RuleBroken, match="It overlaps By hand of Rosa, 12:00 pm to 1:00 pm"):
            by_hand(session, rosa, "12:30", "12:30")
        assert [each() for each in rows] == [Decimal(3)] * 2


@pytest.mark.parametrize(
    ("start", "end", "last", "sentence"),
    [
        ("12:00", "11:30", 23, "before it starts"),
        ("12:00", "11:30", 24, "past midnight"),
        ("12:00", "18:01", 24, "give a time that is over"),
    ],
)
def test_impossible_times_are_refused(session, rosa, start, end, last, sentence):
    first = 24 if last == 24 and sentence != "past midnight" else 23
    with clock.told_time(at("18:00")), pytest.raises(InvalidValue, match=sentence):
        by_hand(session, rosa, start, end, day=first, last=last)


def test_a_correction_is_reckoned_anew_and_no_timer_changes_it(session, rosa):
    entry = clocked(session, rosa, "9:00", "10:00")
    with clock.told_time(at("18:00")):
        entry.end_time = at("12:00")
        session.commit()
        assert (entry.seconds, entry.is_corrected) == (3 * 3600, True)
        with pytest.raises(RuleBroken, match="entered by hand"):
            clock_in(session, rosa, at=at("11:00"))


def capacity(session, employee=None, machine=None):
    row = {"employee_id": employee and employee.id, "machine_id": machine and machine.id}
    resource = next((each for each in row.values() if each), "")
    day = DailyCapacity(date=dt.date(2026, 11, 24), resource=resource, **row)
    statement = sa.insert(DailyCapacity).values(
        id=new_id(), date=day.date, resource=resource, total_hours=8, **row
    )
    session.execute(statement.execution_options(deliberate="a day as a test wants it"))
    session.commit()
    return lambda: session.scalar(
        sa.select(DailyCapacity.actual_hours).where(DailyCapacity.resource == resource)
    )


def test_the_hours_of_operation_person_machine_and_shop_follow_every_change(session, rosa, cast):
    press = Machine(name="Press")
    session.add(press)
    session.commit()
    operation = work(session, cast.job, machine_id=press.id)
    version = operation.version
    sums = [capacity(session, rosa), capacity(session, machine=press), capacity(session)]
    entry = clocked(session, rosa, "9:00", "10:30", operation=operation)
    assert [each() for each in sums] == [Decimal("1.5")] * 3
    assert entry.job_id == cast.job.id
    clocked(session, rosa, "11:00", "11:15", operation=operation)
    session.refresh(operation)
    assert (operation.actual_hours, operation.version) == (Decimal("1.75"), version)
    session.delete(entry)
    session.commit()
    session.refresh(operation)
    assert operation.actual_hours == sums[0]() == sums[1]() == sums[2]() == Decimal("0.25")
