"""The days on which the demo shop is closed, and who was or will be away."""

from __future__ import annotations

import datetime as dt
from typing import Final

import sqlalchemy as sa

from models.core import clock
from models.people import Employee
from models.scheduling import Absence, WorkDay

from . import hours
from .registry import opening
from .simulation import Simulation

NAMES: Final = {
    (1, 1): "New Year's Day",
    (7, 4): "Independence Day",
    (12, 24): "Christmas Eve",
    (12, 25): "Christmas Day",
    (12, 26): "Stocktaking, closed",
}
"""What the days of `hours.DAY_OFF` are called."""

EVERY: Final = 105
"""Days between one leave and the next of somebody, more or less."""

LONGEST_LEAVE: Final = 4
"""Working days; the shop is too small for more at once."""


@opening(50)
def close_on_days_off(shop: Simulation) -> None:
    """Write the days off into the work calendar, the coming year's too."""
    years = range(clock.shop_day(shop.began).year, clock.shop_day(shop.until).year + 2)
    with shop.by("manager"):
        shop.session.add_all(
            WorkDay(day=dt.date(year, *month_and_day), name=NAMES[month_and_day])
            for year in years
            for month_and_day in sorted(hours.DAY_OFF)
        )


@opening(51)
def take_leave(shop: Simulation) -> None:
    """Everybody was away now and then, a few days each time."""
    first, last = clock.shop_day(shop.began), clock.shop_day(shop.until)
    people = shop.session.scalars(sa.select(Employee).order_by(Employee.id)).all()
    with shop.by("office"):
        for place, person in enumerate(people):
            day = first + dt.timedelta(days=9 + 7 * place)
            while day < last - dt.timedelta(days=14):
                shop.session.add(_leave(shop, person, day))
                day += dt.timedelta(days=shop.random.randint(EVERY - 25, EVERY + 25))


def _leave(shop: Simulation, person: Employee, day: dt.date) -> Absence:
    starts_on = hours.workday_after(day, 0)
    is_leave = shop.chance(0.6)
    ends_on = hours.workday_after(starts_on, shop.random.randint(1, LONGEST_LEAVE) if is_leave else 0)
    return Absence(
        employee=person, starts_on=starts_on, ends_on=ends_on, reason="Leave" if is_leave else "Ill"
    )
