"""Spans of the books by their name: a year (2026), a quarter (2026-Q4) or a month (2026-11)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from ..months import first_day, last_day, month_title

_QUARTER: Final = re.compile(r"((?:19|20|21)\d\d)-Q([1-4])", re.ASCII)
_YEAR: Final = re.compile(r"(?:19|20|21)\d\d", re.ASCII)
_MONTH: Final = re.compile(r"(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True)
class Period:
    """Whole months of one year: its name, what people call it, and its first and last day."""

    name: str
    title: str
    first: dt.date
    last: dt.date

    @property
    def year(self) -> int:
        """The year it lies in."""
        return self.first.year


def period_named(name: str) -> Period:
    """The period of that name; ValueError when it names none."""
    if _YEAR.fullmatch(name):
        return Period(name, name, dt.date(int(name), 1, 1), dt.date(int(name), 12, 31))
    if _MONTH.fullmatch(name):
        return Period(name, month_title(name), first_day(name), last_day(name))
    if quarter := _QUARTER.fullmatch(name):
        year, number = int(quarter[1]), int(quarter[2])
        title = f"Quarter {number} of {year}"
        last = last_day(f"{year}-{number * 3:02}")
        return Period(name, title, dt.date(year, number * 3 - 2, 1), last)
    raise ValueError(f"“{name[:20]}” is no period: write it as 2026, 2026-Q4 or 2026-11.")
