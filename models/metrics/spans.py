"""Which periods a day touches, and with which windows a period is compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from ..core.periods import Period, PeriodKind, period_of
from .declared import Kpi
from .windows import Window


def year_before(period: Period) -> Period:
    """The same period a year before; of a week the one 52 weeks before, so that its days are the same weekdays."""
    if period.kind == PeriodKind.WEEK:
        return period_of(period.first - dt.timedelta(weeks=52), period.kind)
    day = period.first
    leap = (day.month, day.day) == (2, 29)
    return period_of(day.replace(year=day.year - 1, day=28 if leap else day.day), period.kind)


def year_after(period: Period) -> Iterator[Period]:
    """The periods whose year before is `period`: mostly one."""
    days = (364, 365, 366) if period.kind in (PeriodKind.DAY, PeriodKind.WEEK) else (366,)
    near = {period_of(period.first + dt.timedelta(days=number), period.kind) for number in days}
    yield from (each for each in near if year_before(each) == period)


def so_far(period: Period, today: dt.date) -> Window:
    """The days of `period` until today."""
    return Window(period.first, min(period.last, today))


def since(opened: dt.date, window: Window) -> Window:
    """Those days of `window` that the shop has seen; a window that ends before its first day stays as it is."""
    return Window(max(opened, window.first), window.last) if window.last >= opened else window


def compared(period: Period, other: Period, today: dt.date) -> Window:
    """The days of `other` to compare with: while `period` runs, as many as it has by today."""
    if period.last <= today:
        return Window(other.first, other.last)
    return Window(other.first, min(other.last, other.first + (today - period.first)))


def touched(kpi: Kpi, days: Collection[dt.date], today: dt.date) -> set[Period]:
    """The periods, begun by today, whose row may change with facts of `days`.

    Those that hold them, later ones too of what lasts, and those that are compared with one of these.
    """
    begun = [day for day in days if day <= today]
    if not begun:
        return set()
    found: set[Period] = set()
    for kind in kpi.periods:
        own = _onward(min(begun), kind, today) if kpi.lasts else {period_of(day, kind) for day in begun}
        found |= (
            own | {period.after() for period in own} | {year for each in own for year in year_after(each)}
        )
    return {period for period in found if period.first <= today}


def _onward(day: dt.date, kind: PeriodKind, today: dt.date) -> set[Period]:
    found = set()
    period = period_of(day, kind)
    while period.first <= today:
        found.add(period)
        period = period.after()
    return found
