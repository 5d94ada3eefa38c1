"""The tax report, open to whoever may list expenses."""

from __future__ import annotations

from flask import Flask

from models.core.roles import ROLES

from ..core.access.grants import grant, holds
from .page import MENU, bp


def init_app(app: Flask) -> None:
    """Serve the report and its files, with an entry of the menu."""
    readers = [role for role in ROLES if holds([role], "can_list", "expenses")]
    grant(readers, ["menu_access"], MENU)
    app.register_blueprint(bp)
    app.extensions["appbuilder"].add_link(MENU, href="/money/taxes/", category="Money")
