"""What the demo's people do besides jobs: they clock it too, so that their hours tell how busy they are."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

import sqlalchemy as sa

from models.core import clock
from models.people import Employee
from models.timekeeping import TimeEntry

from . import hours
from .diary import Diary
from .pay import WEEK
from .registry import closing, every_workday
from .simulation import Simulation


class Other(NamedTuple):
    """An activity, and the least and the most of the hours that jobs leave which it takes."""

    activity: str
    least: float
    most: float


OTHERS: Final = {
    "Rosa Delgado": Other("Screens and cleaning", 0.4, 0.6),
    "Jo Castellano": Other("Digitizing", 0.2, 0.4),
    "Sam Okafor": Other("Receiving goods", 0.4, 0.65),
    "Theo Lindqvist": Other("Web shop and own art", 0.35, 0.55),
    "Priya Nair": Other("Quotes and telephone", 0.5, 0.7),
}
"""By name."""

SHORTEST: Final = 0.5
"""Hours: nobody writes down less."""


class Noted:
    """The first day of which other work is not written down yet."""

    since: dt.date | None = None


@every_workday(at=8.2)
def write_down_other_work(shop: Simulation) -> None:
    """On the first working day of a week, for the week before the last: it is approved next."""
    today = clock.shop_day()
    monday = today - dt.timedelta(days=today.weekday())
    _write_until(shop, monday - WEEK - dt.timedelta(days=1))


@closing(3)
def write_down_the_rest(shop: Simulation) -> None:
    """Until yesterday."""
    _write_until(shop, clock.shop_day() - dt.timedelta(days=1))


def _write_until(shop: Simulation, last: dt.date) -> None:
    noted = shop.own(Noted)
    first = noted.since or clock.shop_day(shop.began)
    if last < first:
        return
    noted.since = last + dt.timedelta(days=1)
    people = shop.session.scalars(sa.select(Employee).order_by(Employee.id)).all()
    with shop.by("manager"):
        for day in hours.workdays(first, last):
            for person in people:
                _write(shop, person, day)


def _write(shop: Simulation, person: Employee, day: dt.date) -> None:
    """After what the person did for jobs on that day."""
    diary, other = shop.own(Diary), OTHERS[person.name]
    took = float(diary.left_of(person, day)) * shop.random.uniform(other.least, other.most)
    if took < SHORTEST:
        return
    began = diary.free_from(person, day)
    entry = TimeEntry(employee_id=person.id, activity=other.activity, billable=False)
    entry.start_time, entry.end_time = began, began + dt.timedelta(seconds=int(took * 3600))
    shop.session.add(entry)
    diary.is_busy_until(person, day, entry.end_time)
