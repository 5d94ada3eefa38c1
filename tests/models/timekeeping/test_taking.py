"""Taps: each taken once, in whatever order they come, at the time at which they were made."""

import datetime as dt
import threading

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.core import clock
from models.core.base import db
from models.core.errors import RuleBroken
from models.people import Employee
from models.timekeeping import FloorTap, TapKind, TapOutcome, TimeEntry
from models.timekeeping.phone_clocks import offset_of, put_right
from models.timekeeping.taking import Tap, take
from tests import on_sqlite

from .floor import at, rosa_of, times, work

START, STOP = TapKind.START, TapKind.STOP
LATER = at("18:00")


@pytest.fixture
def rosa(session, cast):
    return rosa_of(session)


def send(session, rosa, taps, now=LATER):
    with clock.told_time(now):
        for tap in taps:
            take(session, rosa, None, tap)
            session.commit()


DAY = [
    Tap("k1", START, at("9:00:00"), activity="A"),
    Tap("k2", START, at("9:00:00") + dt.timedelta(milliseconds=400), activity="B"),
    Tap("k3", START, at("10:15:20"), activity="C"),
    Tap("k4", STOP, at("12:00:00")),
    Tap("k5", STOP, at("12:00:01")),
    Tap("k6", START, at("12:30:00"), activity="D"),
]


def test_taps_leave_their_true_times_once(session, rosa):
    send(session, rosa, [*DAY, *DAY])
    assert times(session) == [
        ("A", "24 09:00:00", "24 09:00:00"),
        ("B", "24 09:00:00", "24 10:15:20"),
        ("C", "24 10:15:20", "24 12:00:00"),
        ("D", "24 12:30:00", None),
    ]


@on_sqlite
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(DAY), again=st.lists(st.sampled_from(DAY), max_size=4))
def test_any_order_and_any_copies_leave_the_same_entries(session, rosa, order, again):
    for model in (TimeEntry, FloorTap):
        session.execute(sa.delete(model).execution_options(deliberate="a new day for the next example"))
    session.commit()
    send(session, rosa, [*order, *again])
    assert times(session) == [
        ("A", "24 09:00:00", "24 09:00:00"),
        ("B", "24 09:00:00", "24 10:15:20"),
        ("C", "24 10:15:20", "24 12:00:00"),
        ("D", "24 12:30:00", None),
    ]


def test_a_late_stop_ends_what_was_capped_meanwhile(session, rosa):
    send(session, rosa, [DAY[0]], now=at("9:00:01"))
    send(session, rosa, [Tap("s", STOP, at("17:00"))], now=at("8:00", day=25))
    entry = session.scalars(sa.select(TimeEntry)).one()
    assert (entry.is_capped, entry.seconds) == (False, 8 * 3600)


def test_a_stop_before_the_start_changes_nothing_and_says_so(session, rosa):
    send(session, rosa, [DAY[0], Tap("s", STOP, at("8:55"))])
    tap = session.scalars(sa.select(FloorTap).where(FloorTap.key == "s")).one()
    assert (tap.outcome, tap.answer) == (
        TapOutcome.REPAIRED,
        "Nothing was running at 8:55 am: no time was changed.",
    )
    assert times(session) == [("A", "24 09:00:00", None)]


def test_done_with_one_work_leaves_the_timer_of_another(session, rosa, cast):
    one, other = work(session, cast.job), work(session, cast.job, "PACKAGING")
    done = Tap("d", TapKind.DONE, at("9:30"), operation_id=one.id)
    send_time_only(session, rosa, [Tap("a", START, at("9:00"), operation_id=other.id), done])
    assert times(session) == [("Packing", "24 09:00:00", None)]


def send_time_only(session, rosa, taps):
    with clock.told_time(LATER):
        for tap in taps:
            take(session, rosa, None, tap, refused="The plan says no.")
            session.commit()


@on_sqlite
@pytest.mark.parametrize("hours", [-9, -3, 3, 30])
def test_a_phone_whose_clock_is_hours_wrong_is_put_right(session, rosa, hours):
    with clock.told_time(at("12:00")):
        wrong = dt.timedelta(hours=hours)
        offset = offset_of(at("12:00") + wrong)
        assert put_right(at("11:00") + wrong, offset) == at("11:00")


@on_sqlite
def test_taps_to_come_and_taps_of_long_ago_are_refused_with_a_sentence(session, rosa):
    with clock.told_time(at("12:00")):
        with pytest.raises(RuleBroken, match="which is to come"):
            put_right(at("12:02"), dt.timedelta())
        with pytest.raises(RuleBroken, match="more than 7 days ago"):
            put_right(at("11:00", day=17), dt.timedelta())
        assert put_right(at("12:00:30"), offset_of(at("12:00:40"))) == at("12:00")


def test_two_phones_and_two_replays_at_once_leave_one_timer_and_each_tap_once(shop, session, rosa):
    person, ready = rosa.id, threading.Barrier(6)
    session.commit()

    def replay(number):
        with shop.app_context(), clock.told_time(LATER):
            ready.wait()
            for tap in DAY if number % 2 else DAY[::-1]:
                take(db.session, db.session.get(Employee, person), None, tap)
                db.session.commit()

    phones = [threading.Thread(target=replay, args=(number,)) for number in range(6)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    assert times(session) == [
        ("A", "24 09:00:00", "24 09:00:00"),
        ("B", "24 09:00:00", "24 10:15:20"),
        ("C", "24 10:15:20", "24 12:00:00"),
        ("D", "24 12:30:00", None),
    ]
    assert session.scalar(sa.select(sa.func.count()).select_from(FloorTap)) == len(DAY)
