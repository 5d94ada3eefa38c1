"""Which days a page tells of, and beside which, in a sentence."""

from __future__ import annotations

from models.core import clock
from models.core.dates import short_day
from models.core.periods import Period, PeriodKind
from models.metrics.spans import compared, year_before

from .asked import YEAR


def said_of(period: Period, against: str, *, is_stale: bool) -> str:
    """Such as “November 2026 until Mon 23 Nov, beside the same days of October 2026.”."""
    today = clock.shop_day()
    other = year_before(period) if against == YEAR else period.before()
    told = str(period)
    if period.kind != PeriodKind.DAY and period.last > today:
        told += f" until {short_day(today)}"
    is_whole = compared(period, other, today).last == other.last
    told = f"{told[:1].upper()}{told[1:]}, beside {'' if is_whole else 'the same days of '}{other}."
    return f"{told} What was written in the last minute is being counted." if is_stale else told
