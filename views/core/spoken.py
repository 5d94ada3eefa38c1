"""Dates and times as people read them."""

from __future__ import annotations

import datetime as dt

from models.core import clock


def day(date: dt.date) -> str:
    """Such as “Wed 2 Dec”, with the year when it is not this one."""
    year = "" if date.year == clock.shop_day().year else f" {date.year}"
    return f"{date:%a} {date.day} {date:%b}{year}"


def moment(at: dt.datetime) -> str:
    """Such as “Mon 9 Nov” or, today, “today, 8:58 am”, in the shop's time zone."""
    if clock.shop_day(at) != clock.shop_day():
        return day(clock.shop_day(at))
    local = at.astimezone(clock.shop_zone())
    return f"today, {local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"
