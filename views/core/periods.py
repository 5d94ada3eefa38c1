"""The period that an address names, and those to choose from beside it."""

from __future__ import annotations

from typing import Final

from flask import abort, request

from models.core import clock
from models.core.periods import Period, PeriodKind, period_named, period_of

MOST_YEARS: Final = 8


def asked_period(present: PeriodKind) -> Period:
    """The period of the address; without one the `present` day, month or year. A wrong one is 400 with a sentence."""
    text = request.args.get("period", "").strip()
    try:
        return period_named(text) if text else period_of(clock.shop_day(), present)
    except ValueError as refusal:
        abort(400, str(refusal))


def periods_beside(period: Period, first_year: int) -> dict[str, dict[str, Period]]:
    """The years from `first_year` on, the quarters and months of the year in which `period` lies, by short names.

    What has not begun is not among them.
    """
    year, today = period.first.year, clock.shop_day()
    years = range(min(first_year, year), max(today.year, year) + 1)[-MOST_YEARS:]
    months = [f"{year}-{number:02}" for number in range(1, 13) if (year, number) <= (today.year, today.month)]
    quarters = dict.fromkeys(period_of(period_named(month).first, PeriodKind.QUARTER) for month in months)
    return {
        "Year": {str(each): period_named(str(each)) for each in years},
        "Quarter": {each.key[5:]: each for each in quarters},
        "Month": {f"{each.first:%b}": each for each in map(period_named, months)},
    }
