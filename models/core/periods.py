"""Periods as addresses and reports name them: a day, a week, a month, a quarter or a year (domain.md, “KPIs”)."""

from __future__ import annotations

import calendar
import datetime as dt
import enum
import re
from dataclasses import dataclass
from typing import Final

from . import clock
from .dates import full_day


class PeriodKind(enum.StrEnum):
    """How long a period is."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"


@dataclass(frozen=True)
class Period:
    """Some days in a row: the first and the last of them, and how they are called together, such as 2026-Q4."""

    kind: PeriodKind
    key: str
    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        """Such as “November 2026”, “the week of 16 November 2026” or “Q4 2026”."""
        match self.kind:
            case PeriodKind.DAY:
                return full_day(self.first)
            case PeriodKind.WEEK:
                return f"the week of {self.first.day} {self.first:%B %Y}"
            case PeriodKind.MONTH:
                return f"{self.first:%B %Y}"
            case PeriodKind.QUARTER:
                return f"{self.key[5:]} {self.first.year}"
            case PeriodKind.YEAR:
                return self.key

    def before(self) -> Period:
        """The period of the same length that ends where this one begins."""
        return period_of(self.first - dt.timedelta(days=1), self.kind)

    def after(self) -> Period:
        """The period of the same length that begins where this one ends."""
        return period_of(self.last + dt.timedelta(days=1), self.kind)

    def months(self, at_least: int = 1) -> list[Period]:
        """The months that end with it, oldest first: its own, and so many of those before that there are `at_least`."""
        month = period_of(self.last, PeriodKind.MONTH)
        found = [month]
        while len(found) < at_least or month.first > self.first:
            month = month.before()
            found.append(month)
        return found[::-1]


def period_of(day: dt.date, kind: PeriodKind) -> Period:
    """The period of this kind in which `day` lies."""
    match kind:
        case PeriodKind.DAY:
            return Period(kind, day.isoformat(), day, day)
        case PeriodKind.WEEK:
            monday = day - dt.timedelta(days=day.weekday())
            year, week, _ = monday.isocalendar()
            return Period(kind, f"{year:04}-W{week:02}", monday, monday + dt.timedelta(days=6))
        case PeriodKind.MONTH:
            return Period(kind, f"{day:%Y-%m}", day.replace(day=1), _month_end(day))
        case PeriodKind.QUARTER:
            first = day.replace(month=day.month - (day.month - 1) % 3, day=1)
            key = f"{day.year:04}-Q{(day.month + 2) // 3}"
            return Period(kind, key, first, _month_end(first.replace(month=first.month + 2)))
        case PeriodKind.YEAR:
            return Period(kind, f"{day.year:04}", day.replace(month=1, day=1), day.replace(month=12, day=31))


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


_SHAPE: Final = re.compile(
    r"(?P<year>[12]\d{3})(-((?P<month>\d\d)(-(?P<day>\d\d))?|Q(?P<quarter>[1-4])|W(?P<week>\d\d)))?", re.ASCII
)


def period_named(text: str) -> Period:
    """The period that is written such as 2026-11-22, 2026-W47, 2026-11, 2026-Q4 or 2026.

    ValueError with a sentence for any other spelling, for what the calendar does not have, and for what has not begun.
    """
    found = _SHAPE.fullmatch(text)
    try:
        period = _period(found) if found else None
    except ValueError:
        period = None
    if period is None:
        raise ValueError(
            f"“{text[:40]}” is not a period: write a year as 2026, a quarter as 2026-Q4, a month as 2026-11,"
            " a week as 2026-W47 or a day as 2026-11-22."
        )
    if period.first > (today := clock.shop_day()):
        raise ValueError(
            f"“{text}” has not begun: the latest {period.kind.lower()} is {period_of(today, period.kind).key}."
        )
    return period


def _period(found: re.Match[str]) -> Period:
    year = int(found["year"])
    if found["week"]:
        return period_of(dt.date.fromisocalendar(year, int(found["week"]), 1), PeriodKind.WEEK)
    if found["quarter"]:
        return period_of(dt.date(year, int(found["quarter"]) * 3, 1), PeriodKind.QUARTER)
    if found["day"]:
        return period_of(dt.date(year, int(found["month"]), int(found["day"])), PeriodKind.DAY)
    if found["month"]:
        return period_of(dt.date(year, int(found["month"]), 1), PeriodKind.MONTH)
    return period_of(dt.date(year, 1, 1), PeriodKind.YEAR)
