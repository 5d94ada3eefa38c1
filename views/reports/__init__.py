"""Reports: the pages to open, have made and subscribe to them, and their rows."""

from __future__ import annotations

from flask import Flask

from models.reports import REPORTS

from ..core.access.grants import grant
from . import one, page, screens
from .door import MENU, bp

__all__ = ["init_app", "one", "page", "screens"]


def init_app(app: Flask) -> None:
    """Serve the pages, with an entry of the menu for whoever may read one of the reports."""
    readers = frozenset().union(*(each.by for each in REPORTS.values()))
    for entry in (MENU, "Insight"):
        grant(readers, ["menu_access"], entry)
    app.register_blueprint(bp)
    app.extensions["appbuilder"].add_link(MENU, href="/reports/", category="Insight")
