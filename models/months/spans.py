"""Calendar months by their name such as 2026-10, in the shop's days."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from ..core import clock
from ..core.dates import full_day
from ..core.periods import Period, PeriodKind, period_of

_NAME: Final = re.compile(r"(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])", re.ASCII)


def month_of(day: dt.date | dt.datetime) -> str:
    """The month of a day, or of a moment as the shop's wall clock shows it: 2026-10."""
    return f"{shop_day_of(day):%Y-%m}"


def shop_day_of(day: dt.date | dt.datetime) -> dt.date:
    """The shop's day in which a moment falls; a day itself as it is."""
    return clock.shop_day(clock.aware(day)) if isinstance(day, dt.datetime) else day


def is_month(name: str) -> bool:
    """Whether `name` is a month such as 2026-10."""
    return _NAME.fullmatch(name) is not None


def first_day(month: str) -> dt.date:
    """The first day of `month`."""
    return dt.date.fromisoformat(f"{month}-01")


def last_day(month: str) -> dt.date:
    """The last day of `month`."""
    return _period(month).last


def next_month(month: str) -> str:
    """The month after `month`."""
    return month_of(last_day(month) + dt.timedelta(days=1))


def first_moment(month: str) -> dt.datetime:
    """When `month` begins on the shop's wall clock."""
    return clock.start_of_day(first_day(month))


def month_title(month: str) -> str:
    """Such as “October 2026”."""
    return str(_period(month)) if is_month(month) else month


def why_not_over(month: str) -> str:
    """Why `month` cannot be closed yet, as a sentence; empty once it is over."""
    if month < month_of(clock.now()):
        return ""
    return f"{month_title(month)} is not over: it ends on {full_day(last_day(month))}."


def _period(month: str) -> Period:
    return period_of(first_day(month), PeriodKind.MONTH)
