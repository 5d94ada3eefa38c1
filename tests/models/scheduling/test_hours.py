"""How many hours people and machines have on a day."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.core.errors import InvalidValue, RuleBroken
from models.people import Employee, Machine
from models.scheduling import Absence, WorkDay, hours_available
from models.settings import Setting
from tests import on_sqlite

MONDAY = dt.date(2026, 11, 23)
SATURDAY = dt.date(2026, 11, 28)


def person(session, **values):
    made = Employee(name="Sam", **values)
    session.add(made)
    session.flush()
    return made


def a_setting(session, name, value):
    session.scalars(sa.select(Setting).filter_by(name=name)).one().value = value
    session.flush()


def test_a_person_works_as_long_as_the_shop_or_their_own_week(session, cast):
    sam = person(session, monday_hours=4, saturday_hours=3)
    assert hours_available(session, None, MONDAY) == 8
    assert hours_available(session, sam, MONDAY) == 4
    assert hours_available(session, sam, MONDAY + dt.timedelta(days=1)) == 8
    assert hours_available(session, sam, SATURDAY) == 3
    assert hours_available(session, None, SATURDAY) == 0


def test_an_owner_sets_the_usual_week(session, cast):
    a_setting(session, "usual_week", "7.5,8,8,8,4,5,0")
    assert hours_available(session, person(session), MONDAY) == Decimal("7.5")
    assert hours_available(session, None, SATURDAY) == 5


@on_sqlite
@pytest.mark.parametrize(
    "week", ["8,8,8", "8,8,8,8,8,8,25", "8,8,8,8,8,-1,0", "eight,8,8,8,8,0,0", "NaN,8,8,8,8,0,0"]
)
def test_what_is_no_week_is_refused_with_a_sentence(session, cast, week):
    with pytest.raises(InvalidValue):
        a_setting(session, "usual_week", week)


@on_sqlite
def test_a_day_of_the_work_calendar_goes_before_the_week(session, cast):
    sam, press = person(session, monday_hours=6), Machine(name="Press")
    session.add_all([press, WorkDay(day=MONDAY, hours=0), WorkDay(day=SATURDAY, hours=5)])
    session.flush()
    assert [hours_available(session, each, MONDAY) for each in (sam, press, None)] == [0, 0, 0]
    assert [hours_available(session, each, SATURDAY) for each in (sam, press, None)] == [5, 5, 5]


def test_absences_of_whole_days_and_of_hours_are_taken_off(session, cast):
    sam, press = person(session), Machine(name="Press")
    session.add(press)
    session.flush()
    tuesday = MONDAY + dt.timedelta(days=1)
    session.add_all(
        [
            Absence(employee_id=sam.id, starts_on=MONDAY, ends_on=MONDAY),
            Absence(employee_id=sam.id, starts_on=tuesday, ends_on=tuesday, hours=Decimal("2.5")),
            Absence(machine_id=press.id, starts_on=MONDAY, ends_on=tuesday, hours=20),
        ]
    )
    session.flush()
    assert [hours_available(session, sam, day) for day in (MONDAY, tuesday)] == [0, Decimal("5.5")]
    assert hours_available(session, press, tuesday) == 0


@on_sqlite
def test_whoever_is_archived_or_inactive_has_no_hours(session, cast):
    sam = person(session, is_active=False)
    press = Machine(name="Press")
    session.add(press)
    session.commit()
    press.archive()
    assert [hours_available(session, each, MONDAY) for each in (sam, press)] == [0, 0]


@on_sqlite
@pytest.mark.parametrize("day", [dt.date(2026, 3, 9), dt.date(2026, 11, 2), dt.date(2028, 2, 29)])
def test_days_around_a_change_of_the_clocks_and_leap_days_are_days_like_others(session, cast, day):
    assert hours_available(session, person(session), day) == 8
    sunday = person(session, sunday_hours=6)
    assert hours_available(session, sunday, dt.date(2026, 11, 1)) == 6  # it has 25 hours on the clock


@on_sqlite
def test_absences_that_make_no_sense_are_refused(session, cast):
    sam = person(session)
    session.add(press := Machine(name="Press"))
    session.flush()
    for wrong in (
        {"employee_id": sam.id, "ends_on": MONDAY - dt.timedelta(days=1)},
        {"employee_id": sam.id, "ends_on": MONDAY, "hours": 0},
        {"ends_on": MONDAY},
        {"employee_id": sam.id, "machine_id": press.id, "ends_on": MONDAY},
    ):
        with pytest.raises((InvalidValue, RuleBroken)), session.begin_nested():
            session.add(Absence(starts_on=MONDAY, **wrong))
    with pytest.raises(InvalidValue, match="at most 24"):
        WorkDay(day=MONDAY, hours=25)
