"""What is charged and paid: the screens, the papers, the panel of a job's page and the sales-tax report."""

from __future__ import annotations

from flask import Flask

from models.core.roles import BOOKKEEPER, MANAGER, OFFICE

from ..core.access.grants import grant
from . import panel, screens
from .tax_report import MENU, bp

__all__ = ["init_app", "panel", "screens"]


def init_app(app: Flask) -> None:
    """Serve the report and its files, with an entry of the menu."""
    grant({OFFICE, MANAGER, BOOKKEEPER}, ["menu_access"], MENU)
    app.register_blueprint(bp)
    app.extensions["appbuilder"].add_link(MENU, href="/money/sales-tax/", category="Money")
