"""The list of months, and the page of one with what is still open in it."""

from __future__ import annotations

from typing import Any

from models.core.base import db
from models.core.roles import BOOKKEEPER, MANAGER, OFFICE
from models.months import ClosedMonth, month_title, open_matters
from models.months.spans import is_month

from ..core.screen import Screen, screen


@screen("Months", category="Money", icon="calendar", read={OFFICE, MANAGER, BOOKKEEPER})
class ClosedMonthScreen(Screen, model=ClosedMonth):
    """Months of the books: open, or closed so that nothing of them changes."""

    list_columns = ["month", "status", "closed_at", "closed_by", "left_open", "note"]
    formats = {"month": lambda row: month_title(row.month)}
    base_order = ("month", "desc")
    show_template = "months/show.html"

    def parts(self, row: Any, _shown: dict[str, Any]) -> dict[str, Any]:
        """What is still open in it, before somebody closes it."""
        asks = not row.is_closed and is_month(row.month)
        return {"matters": open_matters(db.session(), row.month) if asks else []}
