"""The floor: light pages for phones, with people of their own at the door, and the page that lays devices out."""

from __future__ import annotations

from flask import Flask

from models.core.roles import MANAGER

from ..core.access.grants import grant
from . import jobs, materials, offline, registering, signing_in, taps, work
from .door import bp
from .laying_out import RESOURCE
from .laying_out import bp as laying_out

__all__ = ["jobs", "materials", "offline", "registering", "signing_in", "taps", "work"]


def init_app(app: Flask) -> None:
    """Serve the floor, and the page of staff on which its devices and numbers are laid out."""
    app.register_blueprint(bp)
    app.register_blueprint(laying_out)
    grant([MANAGER], ["can_get"], RESOURCE)
    grant([MANAGER], ["menu_access"], "Floor set-up")
    builder = app.extensions["appbuilder"]
    builder.add_link("Floor set-up", href="/floor-setup/", category="System", icon="device-mobile")
