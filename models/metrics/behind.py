"""The rows behind a key figure: what was counted in a period, and what each row added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.periods import Period
from .declared import Better, Kpi, Reckoning
from .keeping import first_day
from .measuring import Measured, exact, measured, reach, sums_of
from .spans import since, so_far
from .windows import Asked, Window

PAGE: Final = 50


class Row(NamedTuple):
    """A row that was counted: its table and id, the day that it counts on, and what it adds."""

    table: str
    subject: str
    day: dt.date
    top: Decimal
    bottom: Decimal


@dataclass(frozen=True)
class Sum:
    """What the rows of one table add together."""

    table: str
    number: int
    top: Decimal
    bottom: Decimal


class Behind:
    """The rows behind `kpi` in `period`, as the facts have them now; of one customer where it is asked of one.

    ValueError when it cannot be told of one customer.
    """

    def __init__(self, session: Session, kpi: Kpi, period: Period, customer_id: str | None = None) -> None:
        if customer_id is not None and not kpi.by_customer:
            raise ValueError(f"{kpi.title} cannot be told of one customer.")
        self._session, self.kpi = session, kpi
        windows = _windows(session, kpi, period)
        self._asked = Asked(windows, customer_id) if windows else None

    def sums(self) -> list[Sum]:
        """How many rows of each table there are, and what they add. One statement."""
        if self._asked is None:
            return []
        row = self.kpi.ask(self._asked).subquery("behind")
        columns = (row.c.table, sa.func.count(), sa.func.sum(row.c.top), sa.func.sum(row.c.bottom))
        found = self._session.execute(sa.select(*columns).group_by(row.c.table).order_by(row.c.table))
        return [Sum(table, number, exact(top), exact(bottom)) for table, number, top, bottom in found]

    def value(self) -> Measured:
        """What the key figure comes to by these rows."""
        if self._asked is None:
            return measured(self.kpi)
        sums = sums_of(self.kpi, self._asked).subquery("sums")
        both = self._session.execute(sa.select(sa.func.sum(sums.c.top), sa.func.sum(sums.c.bottom))).one()
        return measured(self.kpi, *both)

    def page(self, tables: Collection[str], number: int) -> list[Row]:
        """The rows of these tables on a page, counted from 1."""
        return list(self._told(tables, lambda rows: rows.limit(PAGE).offset((number - 1) * PAGE)))

    def every(self, tables: Collection[str]) -> Iterator[Row]:
        """All rows of these tables, in the same order; few are in memory at once."""
        return self._told(tables, lambda rows: rows)

    def _told(self, tables: Collection[str], narrowed: Any) -> Iterator[Row]:
        if self._asked is None:
            return
        row = self.kpi.ask(self._asked).subquery("behind")
        columns = (row.c.table, row.c.subject, row.c.last, row.c.top, row.c.bottom)
        order = row.c.top if _weakest_first(self.kpi) else row.c.top.desc()
        rows = sa.select(*columns).where(row.c.table.in_(tables)).order_by(order, row.c.subject.desc())
        found = self._session.execute(narrowed(rows), execution_options={"yield_per": 500})
        for table, subject, day, top, bottom in found:
            yield Row(table, subject, day, exact(top), exact(bottom))


def _windows(session: Session, kpi: Kpi, period: Period) -> list[Window]:
    """The windows that are asked of: each day of what is summed, so that a row tells its day."""
    opened = first_day(session)
    if opened is None or period.last < opened:
        return []
    window = since(opened, so_far(period, clock.shop_day()))
    if kpi.reckoning == Reckoning.SUMMED:
        return [Window(day, day) for day in window.days()]
    return [reach(kpi, window)]


def _weakest_first(kpi: Kpi) -> bool:
    """Whether somebody looks for the rows that added little: the jobs that were late, the quotes that were lost."""
    return kpi.is_share and kpi.better == Better.MORE
