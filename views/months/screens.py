"""The list of months, and the page of one with what is still open in it."""

from __future__ import annotations

from models.core.roles import BOOKKEEPER, MANAGER, OFFICE
from models.months import ClosedMonth, month_title

from ..core.screen import Screen, screen


@screen("Months", category="Money", icon="calendar", read={OFFICE, MANAGER, BOOKKEEPER})
class ClosedMonthScreen(Screen, model=ClosedMonth):
    """Months of the books: open, or closed so that nothing of them changes."""

    list_columns = ["month", "status", "closed_at", "closed_by", "left_open", "note"]
    formats = {"month": lambda row: month_title(row.month)}
    base_order = ("month", "desc")
