"""The outlook on capacity, open to whoever may list daily capacity."""

from __future__ import annotations

from flask import Flask

from models.core.roles import ROLES

from ..core.access.grants import grant, holds
from .page import MENU, bp


def init_app(app: Flask) -> None:
    """Serve the page and its figures, with an entry of the menu."""
    readers = [role for role in ROLES if holds([role], "can_list", "daily_capacity")]
    grant(readers, ["menu_access"], MENU)
    app.register_blueprint(bp)
    app.extensions["appbuilder"].add_link(MENU, href="/capacity/", category="Production")
