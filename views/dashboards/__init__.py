"""Dashboards: what the shop earns and uses, as sentences, charts and the numbers behind them."""

from __future__ import annotations

from flask import Flask

from ..core.access.grants import grant
from . import job, jobs, materials, profitability
from .declared import DASHBOARDS, chart, dashboard
from .page import MENU, bp

__all__ = ["chart", "dashboard", "job", "jobs", "materials", "profitability"]


def init_app(app: Flask) -> None:
    """Serve the dashboards, with an entry of the menu for whoever may open one."""
    readers = frozenset().union(*(each.by for each in DASHBOARDS.values() if each.is_listed))
    grant(readers, ["menu_access"], MENU)
    app.register_blueprint(bp)
    app.extensions["appbuilder"].add_link(MENU, href="/dashboards/", category="Insight")
