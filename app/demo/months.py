"""The bookkeeper's month: expenses are given their lines of the tax return, and the month before last is closed."""

from __future__ import annotations

import datetime as dt
from typing import Final

import sqlalchemy as sa

from models.core import clock
from models.expenses import Expense, TaxLine, lay_out_tax_lines
from models.months import ClosedMonth, MonthStatus, first_day, lay_out_months, month_of, open_matters

from .registry import every_workday, opening
from .simulation import Simulation

FROM_DAY: Final = 12
"""On the first working day from this one on the month before last is closed: its last papers have come by then."""

RENT: Final = "20b"


class Books:
    """The month in which the bookkeeper last looked at the books."""

    seen = ""


@opening(5)
def lay_out_the_years(shop: Simulation) -> None:
    """The years of the demo's past have their lines too."""
    lay_out_tax_lines(shop.session)


@every_workday(at=16.9)
def close_the_month_before_last(shop: Simulation) -> None:
    """Once a month, what is still open and only deserves a look stays so."""
    today, books = clock.shop_day(), shop.own(Books)
    if today.day < FROM_DAY or books.seen == month_of(today):
        return
    books.seen = month_of(today)
    lay_out_months(shop.session)
    _give_lines(shop)
    last = month_of(first_day(month_of(today)) - dt.timedelta(days=1))
    due = sa.select(ClosedMonth).where(ClosedMonth.month < last, ClosedMonth.status == MonthStatus.OPEN)
    for month in shop.session.scalars(due.order_by(ClosedMonth.month)).all():
        if any(matter.blocks for matter in open_matters(shop.session, month.month)):
            return
        shop.do("bookkeeper", month, "close", leave_open=True)


def _give_lines(shop: Simulation) -> None:
    """The rent stands on its line; what else has none is left to be asked about."""
    of_year = {
        line.year: line for line in shop.session.scalars(sa.select(TaxLine).where(TaxLine.line == RENT))
    }
    without = sa.select(Expense).where(Expense.tax_line_id.is_(None), Expense.description.startswith("Rent"))
    with shop.by("bookkeeper"):
        for expense in shop.session.scalars(without.order_by(Expense.id)):
            expense.tax_line = of_year.get(expense.spent_on.year)
