"""The demo shop's working hours: Monday to Friday, eight to five, on the shop's own clock, but on no public holiday."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator

from models.core import clock
from models.scheduling.holidays import holidays_of

OPENS, CLOSES = 8.0, 17.0
"""Hours after midnight."""

OWN_DAYS_OFF = {(12, 24): "Christmas Eve", (12, 26): "Stocktaking, closed"}
"""Month and day of the days on which this shop is closed of its own accord, and what they are called."""


@functools.cache
def days_off(year: int) -> dict[dt.date, str]:
    """The days of `year` on which nobody works, and what they are called: public holidays, and the shop's own."""
    own = {dt.date(year, *month_and_day): name for month_and_day, name in OWN_DAYS_OFF.items()}
    return own | dict(holidays_of("US", "", year))


def is_workday(day: dt.date) -> bool:
    """Whether the shop is open on `day`."""
    return day.weekday() < 5 and day not in days_off(day.year)


def workdays(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The working days from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        day = first + dt.timedelta(days=number)
        if is_workday(day):
            yield day


def workday_after(day: dt.date, number: int) -> dt.date:
    """The working day that comes `number` of them after `day`; with 0, `day` or the next that is one."""
    while not is_workday(day):
        day += dt.timedelta(days=1)
    for _ in range(number):
        day += dt.timedelta(days=1)
        while not is_workday(day):
            day += dt.timedelta(days=1)
    return day


def workday_before(day: dt.date) -> dt.date:
    """The last working day before `day`."""
    day -= dt.timedelta(days=1)
    while not is_workday(day):
        day -= dt.timedelta(days=1)
    return day


def moment(day: dt.date, hour: float) -> dt.datetime:
    """`hour` hours after midnight of `day`, on the shop's clock."""
    midnight = dt.datetime.combine(day, dt.time(), clock.shop_zone())
    return (midnight + dt.timedelta(minutes=round(hour * 60))).astimezone(dt.UTC)


def before(latest: dt.datetime) -> dt.datetime:
    """`latest` when the shop is open then, else the moment at which it closed last."""
    local = clock.shop_time(latest)
    day, hour = local.date(), local.hour + local.minute / 60
    if is_workday(day) and hour >= OPENS:
        return min(latest, moment(day, CLOSES))
    day -= dt.timedelta(days=1)
    while not is_workday(day):
        day -= dt.timedelta(days=1)
    return moment(day, CLOSES)


def after(start: dt.datetime, hours: float) -> dt.datetime:
    """The moment when `hours` hours were worked from `start` on."""
    local = clock.shop_time(start)
    day, hour = local.date(), local.hour + local.minute / 60
    if hour >= CLOSES or not is_workday(day):
        day, hour = workday_after(day + dt.timedelta(days=1), 0), OPENS
    hour = max(hour, OPENS) + hours
    while hour > CLOSES:
        day, hour = workday_after(day, 1), OPENS + hour - CLOSES
    return moment(day, hour)
