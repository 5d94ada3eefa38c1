"""How answers travel: static files packed once and kept by browsers for ever, pages packed where no secret is told."""

from __future__ import annotations

from flask import Flask

from . import answers, files


def init_app(app: Flask) -> None:
    """Pack pages. Call it before anything else hooks the end of a request, so that it comes last."""
    answers.init_app(app)


def take_over_files(app: Flask) -> None:
    """Deliver every static file of the application and of its libraries. Call it once all routes are known."""
    files.init_app(app)
