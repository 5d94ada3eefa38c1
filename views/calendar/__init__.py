"""The calendar: its page, its sheet of a day, and its JSON, open to everybody who may list operations."""

from __future__ import annotations

from flask import Flask

from models.core.roles import ROLES

from ..core.access.grants import grant, holds
from . import proposals
from .additions import add_to_calendar
from .api import RESOURCE, CalendarApi
from .page import bp

__all__ = ["add_to_calendar", "init_app"]


def init_app(app: Flask) -> None:
    """Serve the page and its JSON, with an entry that leads its area of the menu."""
    readers = [role for role in ROLES if holds([role], "can_list", "production_schedules")]
    grant(readers, ["can_get"], RESOURCE)
    grant(readers, ["menu_access"], "Calendar")
    builder = app.extensions["appbuilder"]
    app.register_blueprint(bp)
    app.register_blueprint(proposals.bp)
    builder.add_api(CalendarApi)
    builder.add_link("Calendar", href="/calendar/", category="Production")
    entries = builder.menu.find("Production").childs
    entries.insert(0, entries.pop())
    add_to_calendar("calendar/_propose.html", "can_accept", "proposals")
