"""Rates by the day from which they hold, and what time costs at them."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from models.core import clock
from models.months import ClosedMonth, month_row
from models.people import Employee
from models.timekeeping import PayRate, TimeEntry, clock_in, clock_out, rate_of
from models.timekeeping.entries import cost_of
from models.timekeeping.rates import bring_up_to_date, outdated
from tests import on_sqlite

from .floor import at, rosa_of


@pytest.fixture
def rosa(session, cast):
    rosa = rosa_of(session)
    (first,) = session.scalars(sa.select(PayRate))
    first.valid_from = dt.date(2026, 1, 1)
    session.commit()
    return rosa


def by_hand(session, rosa, day, start="9:00", end="10:00", **month):
    start, end = at(start, day=day, **month), at(end, day=day, **month)
    entry = TimeEntry(employee_id=rosa.id, activity="By hand", start_time=start, end_time=end)
    session.add(entry)
    session.commit()
    return entry


def rates(session):
    session.expire_all()
    found = session.execute(sa.select(PayRate.valid_from, PayRate.hourly_rate).order_by(PayRate.valid_from))
    return [(day.isoformat(), str(rate)) for day, rate in found]


def test_a_rate_that_is_typed_with_a_person_holds_from_today_on(session, rosa):
    with clock.told_time(at("18:00", day=24)):
        rosa.hourly_rate = "25.00"
        session.commit()
        rosa.hourly_rate = "26.00"
        session.commit()
    assert rates(session) == [("2026-01-01", "24.00"), ("2026-11-24", "26.00")]


def test_time_takes_the_rate_of_its_day_and_keeps_it(session, rosa):
    with clock.told_time(at("18:00", day=24)):
        morning = clock_in(session, rosa, at=at("9:00"))
        clock_out(session, rosa, at=at("10:24:07"))
        session.commit()
        rosa.hourly_rate = "31.50"
        session.commit()
        early, late = by_hand(session, rosa, 20), by_hand(session, rosa, 24, "12:00", "13:30")
    told = [(each.hourly_rate, each.cost) for each in (morning, early, late)]
    assert told == [
        (Decimal("24.00"), Decimal("33.65")),
        (Decimal("24.00"), Decimal("24.00")),
        (Decimal("31.50"), Decimal("47.25")),
    ]


def test_time_that_is_moved_to_another_day_or_person_takes_their_rate(session, rosa):
    with clock.told_time(at("18:00", day=24)):
        session.add_all(
            [
                PayRate(employee=rosa, valid_from=dt.date(2026, 11, 23), hourly_rate="30.00"),
                sam := Employee(name="Sam", hourly_rate="18.00"),
            ]
        )
        session.commit()
        entry = by_hand(session, rosa, 20)
        entry.start_time, entry.end_time = at("9:00", day=23), at("10:00", day=23)
        session.commit()
        assert entry.cost == Decimal("30.00")
        entry.employee_id = sam.id
        session.commit()
        assert (entry.hourly_rate, entry.cost) == (Decimal("18.00"), Decimal("18.00"))


def test_a_rate_of_a_coming_day_is_written_with_the_person_when_the_day_has_come(session, rosa):
    with clock.told_time(at("18:00", day=24)):
        session.add(PayRate(employee=rosa, valid_from=dt.date(2026, 11, 25), hourly_rate="27.00"))
        session.commit()
        assert (rosa.hourly_rate, outdated(session)) == (Decimal("24.00"), [])
    with clock.told_time(at("0:00:01", day=25)):
        assert outdated(session) == [rosa.id]
        bring_up_to_date(rosa)
        session.commit()
        assert (rosa.hourly_rate, outdated(session)) == (Decimal("27.00"), [])
        assert rate_of(session, rosa.id, at("23:59:59", day=24)) == Decimal("24.00")
    assert len(rates(session)) == 2


def test_before_the_first_rate_the_first_holds_and_who_is_not_paid_by_the_hour_costs_nothing(session, rosa):
    assert rate_of(session, rosa.id, at("9:00", month=1) - dt.timedelta(days=400)) == Decimal("24.00")
    with clock.told_time(at("18:00", day=24)):
        rosa.hourly_rate = None
        session.commit()
        entry = by_hand(session, rosa, 24)
    assert (entry.hourly_rate, entry.cost, entry.seconds) == (None, None, 3600)


def test_a_rate_written_later_counts_for_time_already_worked_only_when_asked(session, rosa):
    with clock.told_time(at("18:00", day=24)):
        before, within = by_hand(session, rosa, 15), by_hand(session, rosa, 17)
        raised = PayRate(employee=rosa, valid_from=dt.date(2026, 11, 16), hourly_rate="28.00")
        session.add(raised)
        session.commit()
        assert within.cost == Decimal("24.00")
        raised.rerate_entries()
        session.commit()
        assert [before.cost, within.cost] == [Decimal("24.00"), Decimal("28.00")]
        before.rerate("29.00")
        session.commit()
    assert before.cost == Decimal("29.00")


@on_sqlite
def test_time_of_a_closed_month_keeps_its_rate_when_its_rate_is_corrected(session, rosa):
    with clock.told_time(at("18:00", day=24)):
        closed = by_hand(session, rosa, 15, month=10)
        within = by_hand(session, rosa, 17)
        session.execute(sa.delete(ClosedMonth).execution_options(deliberate="other months of the seed"))
        month_row(session, "2026-10").close(leave_open=True)
        session.commit()
        (first,) = session.scalars(sa.select(PayRate))
        first.hourly_rate = "28.00"
        session.commit()
        first.rerate_entries()
        session.commit()
    assert [closed.cost, within.cost] == [Decimal("24.00"), Decimal("28.00")]


@given(st.integers(0, 100_000), st.integers(0, 50_000))
def test_costs_are_rounded_half_up_to_the_cent_exactly(seconds, cents):
    exact = Fraction(seconds * cents, 3600)
    assert cost_of(seconds, Decimal(cents) / 100) * 100 == (2 * exact + 1).__floor__() // 2
