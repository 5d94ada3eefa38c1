"""Closed months: what was booked in one stays as it is (domain.md, Money).

A model says in `__booked_on__` which of its columns is the day that counts; from then on no door lets a row of it be
made, changed or deleted on a day of a closed month.
"""

from . import guard
from .checks import OpenMatter, closing_check, open_matters
from .closed import ClosedMonth, MonthStatus
from .guard import months_open
from .laid_out import first_booked, lay_out_months, month_row
from .spans import first_day, last_day, month_of, month_title

__all__ = [
    "ClosedMonth",
    "MonthStatus",
    "OpenMatter",
    "closing_check",
    "first_booked",
    "first_day",
    "guard",
    "last_day",
    "lay_out_months",
    "month_of",
    "month_row",
    "month_title",
    "months_open",
    "open_matters",
]
