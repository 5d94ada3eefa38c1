"""Stretches of days as a table that a question joins: so one statement measures any number of periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from ..core import clock
from ..core.types import Exact, UtcDateTime

RECENT: Final = dt.timedelta(days=90)
"""So long before a window's end is recent: whoever came since uses the portal (domain.md, “KPIs”)."""


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

    `window` is a table with the columns key, first, last, starts_at, ends_at and recent_at. A question joins its facts
    to it by `days` or `moments`, and tells them by `rows`. `name` is the table's, for statements of several.
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
            sa.column("recent_at", UtcDateTime),
        )
        self.windows = sorted(windows)
        rows = [
            (each.key, each.first, each.last, each.starts_at, each.ends_at, each.ends_at - RECENT)
            for each in self.windows
        ]
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

    def rows(
        self,
        of: Any,
        when: sa.ColumnElement[bool],
        subject: Any,
        *,
        top: Any = 1,
        bottom: Any = 0,
        table: str = "",
    ) -> sa.Select[Any]:
        """The rows of `of` (a model or a subquery) that `when` puts into each window, as a key figure counts them.

        Each with its window's `key` and `last` day, the `table` and the id (`subject`) of what somebody is led to, and
        what it adds to the `top` and the `bottom`. `table` is that of the column `subject`, or what this refers to.
        """
        table = table or _table_of(subject)
        rows = rows_of(self.key, self.window.c.last, subject, table=table, top=top, bottom=bottom)
        return rows.join_from(self.window, of, when)


def rows_of(
    key: Any, last: Any, subject: Any, *, table: str, top: Any = 1, bottom: Any = 0
) -> sa.Select[Any]:
    """Rows as `Asked.rows` tells them, of what knows the `key` and the `last` day of its window already."""
    return sa.select(
        key.label("key"),
        last.label("last"),
        sa.literal(table).label("table"),
        subject.label("subject"),
        _number(top).label("top"),
        _number(bottom).label("bottom"),
    )


def _table_of(subject: Any) -> str:
    """The table whose rows a column names: its own, by its key; that which it refers to, by a foreign one."""
    (column,) = subject.property.columns
    return str(next((key.column.table.name for key in column.foreign_keys), column.table.name))


def _number(number: Any) -> Any:
    return sa.literal(Decimal(number), Exact(18, 4)) if isinstance(number, int) else number
