"""The rows of daily capacity are made ahead, and stay right when what decides the hours changes."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.audit import AuditEntry
from models.core.doors import speaking
from models.core.errors import InvalidValue
from models.people import Employee, Machine
from models.scheduling import Absence, DailyCapacity, WorkDay, generate_capacity, write_holidays
from models.settings import Setting
from tasks.clockwork import lay_out_the_days
from tests import on_sqlite

MONDAY = dt.date(2026, 11, 23)
SUNDAY = dt.date(2026, 11, 29)
NOON = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def that_monday():
    with clock.told_time(NOON):
        yield


@pytest.fixture
def week(session, cast):
    """Rosa's and a press's rows of a week."""
    session.add(Machine(name="Press"))
    session.commit()
    generate_capacity(session, MONDAY, SUNDAY)
    session.commit()


def rosa(session):
    return session.scalars(sa.select(Employee).filter_by(name="Rosa")).one()


def totals(session, resource=None):
    mine = resource or rosa(session)
    rows = sa.select(DailyCapacity).filter_by(resource=mine.id).order_by(DailyCapacity.date)
    return [int(row.total_hours) for row in session.scalars(rows.execution_options(populate_existing=True))]


def set_by_hand(session, day, **values):
    row = session.scalars(sa.select(DailyCapacity).filter_by(resource=rosa(session).id, date=day)).one()
    with speaking(row):
        for name, value in values.items():
            setattr(row, name, value)
    session.commit()
    return row


def test_every_active_person_and_machine_gets_a_row_for_each_day_once(session, week):
    assert totals(session) == [8, 8, 8, 8, 8, 0, 0]
    assert generate_capacity(session, MONDAY, SUNDAY) == 0
    session.commit()
    assert session.scalar(sa.select(sa.func.count(DailyCapacity.id))) == 14
    entries = sa.select(sa.func.count(AuditEntry.id)).where(AuditEntry.subject.startswith("daily_capacity"))
    assert session.scalar(entries) == 14


def test_an_absence_lowers_the_totals_and_its_end_gives_them_back_without_losing_bookings(session, week):
    set_by_hand(session, MONDAY, booked_hours=Decimal(6))
    away = Absence(employee_id=rosa(session).id, starts_on=MONDAY, ends_on=MONDAY + dt.timedelta(days=1))
    session.add(away)
    session.commit()
    assert totals(session) == [0, 0, 8, 8, 8, 0, 0]
    away.starts_on, away.hours = MONDAY + dt.timedelta(days=1), Decimal(3)
    session.commit()
    assert totals(session) == [8, 5, 8, 8, 8, 0, 0]
    session.delete(away)
    session.commit()
    assert totals(session) == [8, 8, 8, 8, 8, 0, 0]
    booked = sa.select(DailyCapacity.booked_hours).filter_by(resource=rosa(session).id, date=MONDAY)
    assert session.scalar(booked) == 6


def test_totals_follow_the_work_calendar_their_own_week_and_the_shops(session, week):
    session.add(special := WorkDay(day=MONDAY, hours=4))
    session.commit()
    assert totals(session)[0] == 4
    session.delete(special)
    rosa(session).tuesday_hours = Decimal(5)
    session.commit()
    assert totals(session) == [8, 5, 8, 8, 8, 0, 0]
    session.scalars(sa.select(Setting).filter_by(name="usual_week")).one().value = "9,9,9,9,9,6,0"
    session.commit()
    assert totals(session) == [9, 5, 9, 9, 9, 6, 0]
    rosa(session).is_active = False
    session.commit()
    assert totals(session) == [0] * 7


@on_sqlite
def test_a_total_set_by_hand_is_left_alone(session, week):
    set_by_hand(session, MONDAY, total_hours=Decimal(10), is_corrected=True)
    session.add(Absence(employee_id=rosa(session).id, starts_on=MONDAY, ends_on=SUNDAY))
    session.commit()
    generate_capacity(session, MONDAY, SUNDAY)
    session.commit()
    assert totals(session) == [10, 0, 0, 0, 0, 0, 0]


@on_sqlite
def test_the_clock_lays_out_the_coming_weeks_and_the_holidays(session, cast):
    lay_out_the_days(session)
    last = session.scalar(sa.select(sa.func.max(DailyCapacity.date)))
    assert last == MONDAY + dt.timedelta(weeks=12)
    thanksgiving = session.scalars(sa.select(WorkDay).filter_by(day=dt.date(2026, 11, 26))).one()
    assert (thanksgiving.name, thanksgiving.hours) == ("Thanksgiving Day", 0)
    assert totals(session)[3] == 0


@on_sqlite
def test_a_holiday_that_the_shop_took_away_does_not_come_back(session, cast):
    assert write_holidays(session) > 20
    session.commit()
    session.delete(session.scalars(sa.select(WorkDay).filter_by(day=dt.date(2026, 11, 26))).one())
    session.commit()
    assert write_holidays(session) == 0
    with clock.told_time(NOON + dt.timedelta(days=365)):
        assert write_holidays(session) > 5


@on_sqlite
def test_a_country_or_region_without_known_holidays_is_refused(session, cast):
    country = session.scalars(sa.select(Setting).filter_by(name="holiday_country")).one()
    with pytest.raises(InvalidValue, match="no country"):
        country.value = "ZZ"
    session.scalars(sa.select(Setting).filter_by(name="holiday_region")).one().value = "Atlantis"
    with pytest.raises(InvalidValue, match="no region"):
        session.commit()
    session.rollback()
    country.value = ""
    session.commit()
    assert write_holidays(session) == 0
