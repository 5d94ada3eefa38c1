"""The days of the shop as times fall into them, and how a time of day is told."""

from __future__ import annotations

import datetime as dt

from ..core import clock


def end_of_day(moment: dt.datetime) -> dt.datetime:
    """The midnight of the shop that follows `moment`, in UTC; a day of a changed clock has 23 or 25 hours."""
    return clock.start_of_day(clock.shop_day(moment) + dt.timedelta(days=1))


def clock_time(moment: dt.datetime) -> str:
    """`moment` as the clock on the shop's wall shows it, such as 9:05 am."""
    return f"{clock.shop_time(moment):%-I:%M %p}".replace("AM", "am").replace("PM", "pm")
