"""The customer's portal. A module here that declares pages with `@page` is served: adding one edits no list.

Its people are contacts of customers, not users of staff: they come in through `door.py`, with a cookie of their own.
"""

from __future__ import annotations

import importlib
import pkgutil

from flask import Flask

from . import frame, signing_in
from .door import bp


def init_app(app: Flask) -> None:
    """Serve the portal."""
    for room in pkgutil.iter_modules(__path__, f"{__name__}."):
        importlib.import_module(room.name)
    frame.init_app(app)
    signing_in.init_app(app)
    app.register_blueprint(bp)
