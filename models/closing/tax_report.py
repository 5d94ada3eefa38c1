"""What was spent in a period, by the lines of the tax return; beside it what the shop's own records say.

Money spent is entered once, as an expense. Garments, inks and films that are stocked come by purchase orders: what was
received of them stands in Part III (cost of goods sold) with the stock before and after it, and in no line of Part II.
Recorded time is told beside, and added to nothing: wages are paid, and reported, by payroll.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.periods import Period
from ..expenses import Expense, TaxLine
from ..purchasing import PurchaseReceipt
from ..stock import MovementKind, StockMovement
from ..stock.opening import OPENING
from ..timekeeping import TimeEntry

NOTHING: Final = Decimal("0.00")


@dataclass(frozen=True)
class Standing:
    """What stands on a line in a period: its sum and of how many rows. Without a `tax_line_id`: not assigned."""

    line: str
    title: str
    amount: Decimal
    rows: int
    tax_line_id: str | None = None


@dataclass(frozen=True)
class TaxReport:
    """The lines with expenses, what is not assigned, and what the shop's own records say of stock and time."""

    period: Period
    lines: Sequence[Standing]
    unassigned: Standing
    stock_before: Decimal
    received: Standing
    stock_after: Decimal
    time: Standing

    @property
    def total(self) -> Decimal:
        """All expenses of the period, assigned or not."""
        return sum((each.amount for each in self.lines), NOTHING) + self.unassigned.amount

    @property
    def used(self) -> Decimal:
        """The cost of goods: stock before and what was received, less the stock after."""
        return self.stock_before + self.received.amount - self.stock_after

    @property
    def perhaps_twice(self) -> Decimal:
        """Expenses on lines of Part III, beside what was received: the same goods must not be entered in both."""
        return sum((each.amount for each in self.lines if each.line.startswith("3")), NOTHING)


def tax_report(session: Session, period: Period) -> TaxReport:
    """The report of `period`; five statements, however many rows."""
    sums = _of_expenses(session, period)
    none = sums.pop(None, (NOTHING, 0))
    named = session.scalars(sa.select(TaxLine).where(TaxLine.id.in_(sums)))
    in_order = sorted(named, key=lambda line: (line.position, line.line))
    return TaxReport(
        period=period,
        lines=[Standing(line.line, line.title, *sums[line.id], line.id) for line in in_order],
        unassigned=Standing("", "Not assigned", *none),
        stock_before=_stock_value(session, _is_there_before(period)),
        received=Standing("36", "Received of purchase orders", *_received(session, period)),
        stock_after=_stock_value(session, StockMovement.occurred_on <= period.last),
        time=Standing("", "Time recorded", *_time(session, period)),
    )


def _of_expenses(session: Session, period: Period) -> dict[str | None, tuple[Decimal, int]]:
    within = Expense.spent_on.between(period.first, period.last)
    grouped = sa.select(Expense.tax_line_id, *_sum_and_count(Expense.amount)).where(within)
    rows = session.execute(grouped.group_by(Expense.tax_line_id)).all()
    return {line: (amount, count) for line, amount, count in rows}


def _received(session: Session, period: Period) -> tuple[Decimal, int]:
    within = PurchaseReceipt.received_on.between(period.first, period.last)
    return _one(session, sa.select(*_sum_and_count(PurchaseReceipt.total_cost)).where(within))


def _time(session: Session, period: Period) -> tuple[Decimal, int]:
    begin, end = clock.start_of_day(period.first), clock.start_of_day(period.after().first)
    within = sa.and_(
        TimeEntry.start_time >= begin, TimeEntry.start_time < end, TimeEntry.end_time.is_not(None)
    )
    return _one(session, sa.select(*_sum_and_count(TimeEntry.cost)).where(within))


def _is_there_before(period: Period) -> sa.ColumnElement[bool]:
    """What was there before the period; a material's opening count tells what lay there before its books began."""
    opened = sa.and_(StockMovement.kind == MovementKind.COUNT, StockMovement.reason == OPENING)
    return sa.or_(
        StockMovement.occurred_on < period.first, sa.and_(opened, StockMovement.occurred_on <= period.last)
    )


def _stock_value(session: Session, until: sa.ColumnElement[bool]) -> Decimal:
    return _one(session, sa.select(*_sum_and_count(StockMovement.value)).where(until))[0]


def _sum_and_count(column: Any) -> tuple[Any, Any]:
    return sa.func.coalesce(
        sa.func.round(sa.func.sum(column), 2, type_=column.type), NOTHING
    ), sa.func.count()


def _one(session: Session, asked: sa.Select[Any]) -> tuple[Decimal, int]:
    amount, count = session.execute(asked).one()
    return Decimal(amount).quantize(NOTHING), count
