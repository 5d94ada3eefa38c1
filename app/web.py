"""The web server: gunicorn with many threads, since most of them wait on live streams."""

from __future__ import annotations

from typing import Any, Final

from flask import Flask
from gunicorn.app.base import BaseApplication

from .config import Settings

THREADS: Final = 256
GRACE: Final = 3
"""Seconds that requests get to finish at the stop; live streams never do by themselves."""


class _Server(BaseApplication):
    """Gunicorn around an application that is already loaded."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self._app = app
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


def serve(app: Flask, settings: Settings, workers: int = 1) -> None:
    """Serve until told to stop."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    options = {
        "bind": f"{host}:{settings.port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "worker_connections": 2 * THREADS,
        "preload_app": True,
        "keepalive": 15,
        "graceful_timeout": GRACE,
        "limit_request_line": 8190,
        "loglevel": "warning",
        "control_socket_disable": True,
    }
    _Server(app, options).run()
