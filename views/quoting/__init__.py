"""Prices: the shop's table, the price of a job worked out by it, and quotes as they were sent."""

from __future__ import annotations

from flask import Flask

from . import screens
from .page import bp

__all__ = ["init_app", "screens"]


def init_app(app: Flask) -> None:
    """Serve the page on which a price is worked out, to those who see prices."""
    app.register_blueprint(bp)
