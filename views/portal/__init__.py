"""The customer's portal. A module here that declares pages with `@page` is served, and its `init_app(app)` called if it
has one: adding one edits no list.

Its people are contacts of customers, not users of staff: they come in through `door.py`, with a cookie of their own.
"""

from __future__ import annotations

import importlib
import pkgutil

from flask import Flask

from .door import bp


def init_app(app: Flask) -> None:
    """Serve the portal."""
    for found in pkgutil.iter_modules(__path__, f"{__name__}."):
        room = importlib.import_module(found.name)
        if hasattr(room, "init_app"):
            room.init_app(app)
    app.register_blueprint(bp)
