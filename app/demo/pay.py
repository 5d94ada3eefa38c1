"""What the demo pays: a rise for everybody in the second year, and weeks of time that the manager approves."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

import sqlalchemy as sa

from models.core import clock
from models.core.types import round_half_up
from models.people import Employee
from models.timekeeping import PayRate, Timesheet, TimesheetStatus, rates

from .diary import Diary
from .registry import every_workday
from .simulation import Simulation

WEEK: Final = dt.timedelta(days=7)
RISE: Final = Decimal("1.04")
QUARTER: Final = Decimal("0.25")


class Paid:
    """The Monday whose weeks are approved, and whether the rise was given."""

    monday: dt.date | None = None
    is_raised = False


@every_workday(at=8.4)
def approve_weeks(shop: Simulation) -> None:
    """On the first working day of a week the manager approves everybody's week before the last one."""
    today, paid = clock.shop_day(), shop.own(Paid)
    monday = today - dt.timedelta(days=today.weekday())
    if paid.monday == monday:
        return
    paid.monday = monday
    done = sa.select(Timesheet).where(
        Timesheet.status == TimesheetStatus.OPEN, Timesheet.week < monday - WEEK
    )
    for sheet in shop.session.scalars(done.order_by(Timesheet.week, Timesheet.id)).all():
        shop.do("manager", sheet, "approve")
    shop.own(Diary).is_told_until(monday - WEEK)


@every_workday(at=8.45)
def raise_pay(shop: Simulation) -> None:
    """A year after the opening everybody gets four percent more, to the quarter, from the first of the next month."""
    paid = shop.own(Paid)
    if paid.is_raised or clock.shop_day() < clock.shop_day(shop.began) + dt.timedelta(days=365):
        return
    paid.is_raised = True
    first = (clock.shop_day().replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    with shop.by("manager"):
        for person in shop.session.scalars(sa.select(Employee).order_by(Employee.id)):
            if person.hourly_rate is not None:
                rate = round_half_up(person.hourly_rate * RISE / QUARTER, 0) * QUARTER
                shop.session.add(PayRate(employee_id=person.id, valid_from=first, hourly_rate=rate))


@every_workday(at=8.5)
def bring_rates_up_to_date(shop: Simulation) -> None:
    """What the clock does: the rates that hold since today are written with the people."""
    for person in rates.outdated(shop.session):
        rates.bring_up_to_date(shop.session.get_one(Employee, person))
