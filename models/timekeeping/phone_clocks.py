"""The time of a tap, by a phone's clock that may be wrong, put right by the shop's.

With each batch a phone tells its own present. The difference to the shop's is added to the times of its taps: a phone
that is three hours slow is put right. Differences of less than a minute are the way of the batch and are left alone, so
that two taps keep their distance however long each was on its way; larger ones are put right to the minute.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from ..core import clock
from ..core.dates import short_day
from ..core.errors import RuleBroken
from .days import clock_time

SAME_TIME: Final = dt.timedelta(minutes=1)
"""A phone's clock that differs by less is right."""

OLDEST: Final = dt.timedelta(days=7)
"""Taps that come later than this were forgotten on a phone: a manager enters them by hand."""


def offset_of(phone_now: dt.datetime) -> dt.timedelta:
    """What is to be added to the phone's times: nothing, or whole minutes."""
    difference = clock.now() - phone_now
    if abs(difference) < SAME_TIME:
        return dt.timedelta()
    return dt.timedelta(minutes=round(difference / SAME_TIME))


def put_right(at: dt.datetime, offset: dt.timedelta) -> dt.datetime:
    """The shop's time of a tap. RuleBroken for one in the future, and for one that is older than `OLDEST`.

    A tap less than a minute ahead was made now.
    """
    now, right = clock.now(), at + offset
    if right > now + SAME_TIME:
        raise RuleBroken(
            f"No time was changed: the phone says that this was tapped at {_told(right)}, which is to come. "
            "Set the phone's clock, or ask a manager to enter the time."
        )
    if right < now - OLDEST:
        raise RuleBroken(
            f"No time was changed: this was tapped at {_told(right)}, more than {OLDEST.days} days ago. "
            "Ask a manager to enter the time."
        )
    return min(right, now)


def _told(moment: dt.datetime) -> str:
    return f"{clock_time(moment)} on {short_day(clock.shop_day(moment))}"
