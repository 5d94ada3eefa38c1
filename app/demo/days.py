"""The days on which the demo shop is closed, and who was or will be away."""

from __future__ import annotations

import datetime as dt
from typing import Final

import sqlalchemy as sa

from models.core import clock
from models.people import Employee, Machine
from models.scheduling import Absence, WorkDay

from . import hours
from .registry import closing, opening
from .simulation import Simulation

EVERY: Final = 105
"""Days between one leave and the next of somebody, more or less."""

LONGEST_LEAVE: Final = 4
"""Working days; the shop is too small for more at once."""


@opening(50)
def close_on_days_off(shop: Simulation) -> None:
    """Write the days off into the work calendar: what was public holiday so far, and the shop's own days to come."""
    today = clock.shop_day(shop.until)
    years = range(clock.shop_day(shop.began).year, today.year + 2)
    with shop.by("manager"):
        shop.session.add_all(
            WorkDay(day=day, name=name)
            for year in years
            for day, name in sorted(hours.days_off(year).items())
            if day < today or (day.month, day.day) in hours.OWN_DAYS_OFF
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


@closing(5)
def be_away_soon(shop: Simulation) -> None:
    """Who will be away in the coming weeks, and a machine that is serviced, are known when the plan is made."""
    today = clock.shop_day()
    people = {each.name: each for each in shop.session.scalars(sa.select(Employee))}
    machines = {each.name: each for each in shop.session.scalars(sa.select(Machine))}
    third = hours.workday_after(today, 12)
    with shop.by("office"):
        shop.session.add_all(
            [
                Absence(
                    employee=people["Theo Lindqvist"],
                    starts_on=hours.workday_after(today, 6),
                    ends_on=hours.workday_after(today, 7),
                    reason="Leave",
                ),
                Absence(employee=people["Priya Nair"], starts_on=third, ends_on=third, reason="Leave"),
                Absence(
                    machine=machines["Heat press"],
                    starts_on=(service := hours.workday_after(today, 9)),
                    ends_on=service,
                    hours="4",
                    reason="Serviced in the morning",
                ),
            ]
        )
