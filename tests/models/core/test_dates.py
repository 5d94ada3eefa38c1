"""How days and moments are read: short for customers, full for staff, always by the shop's clock."""

from __future__ import annotations

import datetime as dt

import pytest

from models.core import clock, dates

NOW = dt.datetime(2026, 12, 2, 15, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _on_a_wednesday_in_chicago():
    with clock.told_time(NOW):
        yield


def test_a_short_day_leaves_out_the_present_year():
    assert dates.short_day(dt.date(2026, 12, 9)) == "Wed 9 Dec"


def test_a_short_day_names_another_year():
    assert dates.short_day(dt.date(2027, 1, 4)) == "Mon 4 Jan 2027"


def test_a_short_moment_of_today_tells_the_time():
    assert dates.short_moment(NOW) == "today, 9:00 am"


def test_a_short_moment_of_another_day_tells_the_day():
    assert dates.short_moment(NOW - dt.timedelta(days=2)) == "Mon 30 Nov"


def test_a_full_day_has_its_year():
    assert dates.full_day(dt.date(2026, 12, 2)) == "Wed 2 Dec 2026"


def test_a_full_moment_is_told_by_the_shops_clock():
    assert dates.full_moment(dt.datetime(2026, 12, 3, 5, 30, tzinfo=dt.UTC)) == "2 Dec 2026, 23:30"


def test_a_moment_without_a_zone_is_read_as_the_shops_own_time():
    assert clock.aware(dt.datetime(2026, 12, 2, 9, 0)) == NOW  # noqa: DTZ001
