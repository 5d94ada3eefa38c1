"""Stretches of days as a table that a question joins: so one statement measures any number of periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ..core import clock
from ..core.types import UtcDateTime


@dataclass(frozen=True, order=True)
class Window:
    """The days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    @property
    def key(self) -> str:
        """Its name within one question."""
        return f"{self.first}/{self.last}"

    @property
    def starts_at(self) -> dt.datetime:
        """The moment at which its first day begins in the shop."""
        return _midnight(self.first)

    @property
    def ends_at(self) -> dt.datetime:
        """The moment at which its last day is over in the shop."""
        return _midnight(self.last + dt.timedelta(days=1))

    def days(self) -> Iterator[dt.date]:
        """Each of its days."""
        return (self.first + dt.timedelta(days=number) for number in range((self.last - self.first).days + 1))

    def holds(self, day: dt.date) -> bool:
        """Whether `day` lies in it."""
        return self.first <= day <= self.last


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), clock.shop_zone()).astimezone(dt.UTC)


class Asked:
    """What a question is asked of: windows, and perhaps one customer.

    `window` is a table with the columns key, first, last, starts_at and ends_at. A question joins its facts to it by
    `days` or `moments` (or by `by_end_of…`), and groups by `key`. `name` is the table's, for statements of several.
    """

    def __init__(
        self, windows: Collection[Window], customer_id: str | None = None, *, name: str = "asked"
    ) -> None:
        named = (
            sa.column("key", sa.String),
            sa.column("first", sa.Date),
            sa.column("last", sa.Date),
            sa.column("starts_at", UtcDateTime),
            sa.column("ends_at", UtcDateTime),
        )
        self.windows = sorted(windows)
        rows = [(each.key, each.first, each.last, each.starts_at, each.ends_at) for each in self.windows]
        self.window = sa.values(*named, name=name).data(rows).cte(name)
        self.key = self.window.c.key
        self.customer_id = customer_id

    def days(self, column: Any) -> sa.ColumnElement[bool]:
        """Whether the day in `column` lies in the window."""
        return sa.and_(column >= self.window.c.first, column <= self.window.c.last)

    def moments(self, column: Any) -> sa.ColumnElement[bool]:
        """Whether the moment in `column` lies in the window."""
        return sa.and_(column >= self.window.c.starts_at, column < self.window.c.ends_at)

    def of(self, column: Any) -> sa.ColumnElement[bool]:
        """Whether a row is of the customer that is asked for, by the column of the customer's key."""
        return sa.true() if self.customer_id is None else column == self.customer_id

    def sums(self, of: Any, when: sa.ColumnElement[bool], *measures: Any) -> sa.Select[Any]:
        """The measures of the rows of `of` (a model or a join) that `when` puts into each window: a row a window."""
        named = [measure.label(f"measure_{place}") for place, measure in enumerate(measures)]
        return sa.select(self.key, *named).join_from(self.window, of, when).group_by(self.key)
