"""The only place where the program reads the time.

Times are aware and in UTC; a *shop day* is a calendar day in the shop's time zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

_zone: ZoneInfo = ZoneInfo("America/Chicago")
_told: ContextVar[dt.datetime | None] = ContextVar("told_time", default=None)


def configure(zone: str) -> None:
    """Set the shop's time zone by its IANA name."""
    global _zone
    _zone = ZoneInfo(zone)


def shop_zone() -> ZoneInfo:
    """The shop's time zone."""
    return _zone


def now() -> dt.datetime:
    """The present moment, aware, in UTC (or the moment that `told_time` set)."""
    return _told.get() or dt.datetime.now(dt.UTC)


def is_told() -> bool:
    """Whether `told_time` set the moment that `now()` answers."""
    return _told.get() is not None


def shop_day(moment: dt.datetime | None = None) -> dt.date:
    """The shop's calendar day in which `moment` (default: now) falls."""
    return (moment or now()).astimezone(_zone).date()


def start_of_day(day: dt.date) -> dt.datetime:
    """The moment, in UTC, at which `day` begins in the shop's zone."""
    return dt.datetime.combine(day, dt.time(), _zone).astimezone(dt.UTC)


def last_at(hour: int) -> dt.datetime:
    """The last moment, up to now, at which the clock on the shop's wall showed the full `hour`."""
    present = now()
    today = dt.datetime.combine(shop_day(present), dt.time(hour), _zone)
    if today <= present:
        return today
    return dt.datetime.combine(shop_day(present) - dt.timedelta(days=1), dt.time(hour), _zone)


def aware(moment: dt.datetime) -> dt.datetime:
    """`moment` with its zone; one that has none is the shop's own time."""
    return moment if moment.tzinfo else moment.replace(tzinfo=_zone)


def shop_time(moment: dt.datetime) -> dt.datetime:
    """`moment` as the clock on the shop's wall shows it."""
    return aware(moment).astimezone(_zone)


@contextmanager
def told_time(moment: dt.datetime) -> Iterator[None]:
    """Let `now()` answer `moment` inside the block; for simulations and tests."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone is no moment.")
    token = _told.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _told.reset(token)
