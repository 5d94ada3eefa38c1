"""What is charged and paid: screens, papers, the panel of a job's page, receivables and the sales-tax report."""

from __future__ import annotations

from flask import Flask

from models.core.roles import BOOKKEEPER, MANAGER, OFFICE

from ..core.access.grants import grant
from . import panel, receivables, screens, tax_report

__all__ = ["init_app", "panel", "screens"]


def init_app(app: Flask) -> None:
    """Serve the reports and their files, each with an entry of the menu."""
    for page, address in ((receivables, "/money/receivables/"), (tax_report, "/money/sales-tax/")):
        grant({OFFICE, MANAGER, BOOKKEEPER}, ["menu_access"], page.MENU)
        app.register_blueprint(page.bp)
        app.extensions["appbuilder"].add_link(page.MENU, href=address, category="Money")
