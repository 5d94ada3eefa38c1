"""Which periods a day touches, and with which days a period is compared."""

import datetime as dt

import pytest

from models.core.periods import PeriodKind, period_of
from models.metrics import KPIS
from models.metrics.spans import compared, so_far, touched, year_after, year_before
from models.metrics.windows import Window

TODAY = dt.date(2026, 11, 23)


def period(kind, *day):
    return period_of(dt.date(*day), kind)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (period(PeriodKind.DAY, 2024, 2, 29), "2023-02-28"),
        (period(PeriodKind.WEEK, 2026, 11, 23), "2025-W48"),
        (period(PeriodKind.MONTH, 2026, 11, 1), "2025-11"),
        (period(PeriodKind.QUARTER, 2026, 1, 1), "2025-Q1"),
        (period(PeriodKind.YEAR, 2026, 1, 1), "2025"),
    ],
)
def test_the_year_before_is_the_same_period(given, expected):
    assert year_before(given).key == expected


@pytest.mark.parametrize("kind", list(PeriodKind))
def test_who_is_compared_with_a_period_is_known_by_it(kind):
    day = dt.date(2023, 1, 1)
    while day < dt.date(2026, 1, 1):
        each = period_of(day, kind)
        assert each in set(year_after(year_before(each)))
        day = each.last + dt.timedelta(days=1)


def test_a_running_month_is_compared_with_as_many_days():
    month = period(PeriodKind.MONTH, 2026, 11, 1)
    assert so_far(month, TODAY) == Window(dt.date(2026, 11, 1), TODAY)
    assert compared(month, month.before(), TODAY) == Window(dt.date(2026, 10, 1), dt.date(2026, 10, 23))


def test_a_month_that_is_longer_than_the_one_before_is_compared_with_all_of_it():
    march = period(PeriodKind.MONTH, 2026, 3, 1)
    assert compared(march, march.before(), dt.date(2026, 3, 30)).last == dt.date(2026, 2, 28)


def test_a_day_touches_its_periods_the_next_ones_and_those_a_year_later():
    keys = {each.key for each in touched(KPIS["revenue"], [dt.date(2025, 11, 20)], TODAY)}
    assert keys == {
        *("2025-11-20", "2025-11-21", "2026-11-20"),
        *("2025-W47", "2025-W48", "2026-W47"),
        *("2025-11", "2025-12", "2026-11"),
        *("2025-Q4", "2026-Q1", "2026-Q4"),
        *("2025", "2026"),
    }


def test_what_stands_on_touches_every_later_end():
    keys = {each.key for each in touched(KPIS["stock_value"], [dt.date(2026, 11, 20)], TODAY)}
    assert keys == {
        *("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"),
        *("2026-W47", "2026-W48", "2026-11", "2026-Q4", "2026"),
    }


def test_what_is_to_come_touches_nothing_yet():
    assert touched(KPIS["on_time_delivery"], [dt.date(2026, 12, 1)], TODAY) == set()
