"""What is ordered from suppliers and received of it, and the list of what to order."""

from __future__ import annotations

from flask import Flask

from models.core.roles import ROLES

from ..core.access.grants import grant, holds
from . import reorder, screens


def init_app(app: Flask) -> None:
    """Serve the reorder list to whoever reads purchase orders, with an entry of the menu."""
    readers = [role for role in ROLES if holds([role], "can_list", "purchase_orders")]
    grant(readers, ["menu_access"], reorder.MENU)
    app.register_blueprint(reorder.bp)
    app.extensions["appbuilder"].add_link(reorder.MENU, href="/reorder/", category="Stock")
