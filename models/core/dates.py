"""Days and moments as people read them, in the shop's time zone: one spelling of each, for pages and for mails.

Customers read the short ones, which leave out what is plain from the present day; staff read the full ones.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from . import clock

_ISO_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def iso_day(text: str) -> dt.date:
    """The day that is written such as 2026-11-24; ValueError for every other spelling, and for no day."""
    if not _ISO_DAY.fullmatch(text):
        raise ValueError(f"“{text[:40]}” is not a date: write it as 2026-11-24.")
    return dt.date.fromisoformat(text)


def short_day(day: dt.date) -> str:
    """Such as “Wed 2 Dec”, with the year when it is not this one."""
    year = "" if day.year == clock.shop_day().year else f" {day.year}"
    return f"{day:%a} {day.day} {day:%b}{year}"


def short_moment(at: dt.datetime) -> str:
    """Such as “Mon 9 Nov” or, today, “today, 8:58 am”."""
    if clock.shop_day(at) != clock.shop_day():
        return short_day(clock.shop_day(at))
    return f"today, {_hour(at)}"


def short_deadline(at: dt.datetime) -> str:
    """Such as “Wed 25 Nov, 5:00 pm” or, today, “today, 5:00 pm”."""
    day = clock.shop_day(at)
    return f"{'today' if day == clock.shop_day() else short_day(day)}, {_hour(at)}"


def day_and_hour(at: dt.datetime) -> str:
    """Such as “Wed 25 Nov, 5:00 pm”, for what may be read on another day than it is written."""
    return f"{short_day(clock.shop_day(at))}, {_hour(at)}"


def _hour(at: dt.datetime) -> str:
    local = clock.shop_time(at)
    return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"


def full_day(day: dt.date) -> str:
    """Such as “Wed 2 Dec 2026”."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def full_moment(at: dt.datetime) -> str:
    """Such as “2 Dec 2026, 17:05”."""
    local = clock.shop_time(at)
    return f"{local.day} {local:%b %Y, %H:%M}"


def days_text(number: int) -> str:
    """Such as “1 day” or “1,200 days”."""
    return f"{number:,} day{'' if number == 1 else 's'}"
