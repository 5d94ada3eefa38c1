"""Ids: ordered by time and by the order of asking, in a simulated past as well."""

from __future__ import annotations

import datetime as dt

from ulid import ULID

from models.core import clock
from models.core.base import new_id

THEN = dt.datetime(2024, 3, 1, 15, tzinfo=dt.UTC)


def test_ids_follow_the_order_of_asking():
    ids = [new_id() for _ in range(2000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 2000


def test_an_id_made_while_the_time_is_told_is_of_that_time():
    with clock.told_time(THEN):
        assert ULID.from_str(new_id()).datetime == THEN


def test_ids_of_one_told_moment_follow_the_order_of_asking():
    with clock.told_time(THEN):
        ids = [new_id() for _ in range(2000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 2000


def test_ids_of_a_later_told_moment_come_after_and_those_of_an_earlier_one_before():
    with clock.told_time(THEN):
        then = new_id()
    with clock.told_time(THEN + dt.timedelta(seconds=1)):
        later = new_id()
    with clock.told_time(THEN - dt.timedelta(seconds=1)):
        earlier = new_id()
    assert earlier < then < later


def test_a_told_future_does_not_disturb_the_ids_of_the_present():
    with clock.told_time(clock.now() + dt.timedelta(days=9000)):
        ahead = new_id()
    assert new_id() < ahead
