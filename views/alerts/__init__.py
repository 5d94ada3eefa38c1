"""Alerts: what is out of its limits, whom it concerns, and what is done about it."""

from __future__ import annotations

from flask import Flask

from models.core.roles import EVERYBODY

from ..core.access.grants import grant
from . import failures, panel, routing, screens
from .pages import MENU, bp

__all__ = ["failures", "init_app", "panel", "routing", "screens"]


def init_app(app: Flask) -> None:
    """Serve the pages, with an entry of the menu. Everybody may open them; each sees the alerts of their roles."""
    grant(EVERYBODY, ["menu_access"], MENU)
    app.register_blueprint(bp)
    app.extensions["appbuilder"].add_link(MENU, href="/alerts/", category="Insight")
