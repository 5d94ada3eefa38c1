"""Dashboards: what the shop earns and uses, as sentences, charts and the numbers behind them."""

from __future__ import annotations

from flask import Flask

from ..core.access.grants import grant

# Charts stand on their page in the order of these imports.
from . import (
    behind,
    customers,
    customers_attention,
    customers_brought,
    customers_owing,
    customers_rating,
    job,
    jobs,
    key_figure,
    material_consumption,
    material_supply,
    materials,
    overview,
    production,
    production_load,
    production_pace,
    production_spoiled,
    production_standing,
    profit_by_month,
    profit_by_rank,
    profit_estimated,
    profitability,
    scorecard,
    team,
    team_hours,
    team_overtime,
    team_pieces,
)
from .declared import DASHBOARDS, chart, dashboard
from .page import MENU, bp

__all__ = [
    "behind",
    "chart",
    "customers",
    "customers_attention",
    "customers_brought",
    "customers_owing",
    "customers_rating",
    "dashboard",
    "job",
    "jobs",
    "key_figure",
    "material_consumption",
    "material_supply",
    "materials",
    "overview",
    "production",
    "production_load",
    "production_pace",
    "production_spoiled",
    "production_standing",
    "profit_by_month",
    "profit_by_rank",
    "profit_estimated",
    "profitability",
    "scorecard",
    "team",
    "team_hours",
    "team_overtime",
    "team_pieces",
]


def init_app(app: Flask) -> None:
    """Serve the dashboards, with an entry of the menu for whoever may open one."""
    readers = frozenset().union(*(each.by for each in DASHBOARDS.values() if each.is_listed))
    grant(readers, ["menu_access"], MENU)
    app.register_blueprint(bp)
    app.extensions["appbuilder"].add_link(MENU, href="/dashboards/", category="Insight")
