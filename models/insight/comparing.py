"""A period beside the one before and the same one a year before. While it runs, both are cut at the same day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..core import clock
from ..core.periods import Period, PeriodKind, period_of
from ..metrics.spans import compared, so_far, year_before
from ..metrics.windows import Window
from .asking import Row


@dataclass(frozen=True)
class Compared:
    """The period with the two that it is compared with, as they are called, and their days."""

    period: Period
    now: Window
    before: Window
    year: Window

    @property
    def windows(self) -> tuple[Window, Window, Window]:
        """The three stretches of days."""
        return self.now, self.before, self.year

    @property
    def is_running(self) -> bool:
        """Whether the period is not over: so many of its days are compared with as many."""
        return self.period.last > self.now.last

    def of(self, rows: Sequence[Row]) -> tuple[list[Row], list[Row], list[Row]]:
        """The rows of the period, of the one before and of the year before."""
        now, before, year = ([row for row in rows if row.key == each.key] for each in self.windows)
        return now, before, year


def compared_of(period: Period) -> Compared:
    """What a period is compared with."""
    today = clock.shop_day()
    others = period.before(), year_before(period)
    before, year = (compared(period, each, today) for each in others)
    return Compared(period, so_far(period, today), before, year)


def last_weeks(until: dt.date, number: int) -> list[Period]:
    """So many weeks, the last of which holds `until`; oldest first."""
    week = period_of(until, PeriodKind.WEEK)
    found = [week]
    while len(found) < number:
        found.append(found[-1].before())
    return found[::-1]


def coming(number: int) -> list[Window]:
    """So many stretches of seven days, from today on."""
    today = clock.shop_day()
    firsts = (today + dt.timedelta(weeks=place) for place in range(number))
    return [Window(first, first + dt.timedelta(days=6)) for first in firsts]


def kept_periods(window: Window) -> Iterator[str]:
    """The keys of months and days that make up `window`: few sums that are kept, however long it is."""
    day = window.first
    while day <= window.last:
        month = period_of(day, PeriodKind.MONTH)
        if day == month.first and month.last <= window.last:
            yield month.key
            day = month.last
        else:
            yield day.isoformat()
        day += dt.timedelta(days=1)
