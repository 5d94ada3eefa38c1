"""The web server: gunicorn, with a thread for each request, or with a greenlet.

Most of them wait on live streams. Threads (the default) hold 190 streams and never let one slow page stop another.
Greenlets hold 750 for the memory of a few threads, but compute one at a time (docs/decisions/0075).
"""

from __future__ import annotations

import os
import resource
import sys
from typing import Any, Final, NoReturn

from flask import Flask
from gunicorn.app.base import BaseApplication

from .config import ROOT, Settings

THREADS: Final = 256
GREENLETS: Final = 2000
"""Connections of a process: beside the streams, those that browsers keep open between pages."""
GRACE: Final = 3
"""Seconds that requests get to finish at the stop; live streams never do by themselves."""
_LONGEST_COMPUTING: Final = 120
"""Seconds for which one greenlet may compute without a pause, before the process is taken for dead."""

_KINDS: Final[dict[str, dict[str, Any]]] = {
    "gthread": {"threads": THREADS, "worker_connections": 2 * THREADS},
    "gevent": {"worker_connections": GREENLETS, "timeout": _LONGEST_COMPUTING},
}


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


def run(app: Flask, settings: Settings, workers: int = 1) -> None:
    """Be the web server until told to stop, with the kind of worker that the settings name.

    Greenlets need a program that was patched before it imported anything: this process then becomes that program.
    """
    if settings.web_worker == "gevent":
        _become_greenlets(workers)
    serve(app, settings, workers)


def _become_greenlets(workers: int) -> NoReturn:
    program = [sys.executable, "-m", "gevent.monkey", "--module", "app.greenlets", str(workers)]
    found = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    os.execve(sys.executable, program, os.environ | {"PYTHONPATH": found})


def serve(app: Flask, settings: Settings, workers: int = 1) -> None:
    """Serve in this process and its children until told to stop."""
    _allow_many_files()
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    options = {
        "bind": f"{host}:{settings.port}",
        "workers": workers,
        "worker_class": settings.web_worker,
        "preload_app": True,
        "keepalive": 15,
        "graceful_timeout": GRACE,
        "limit_request_line": 8190,
        "loglevel": "warning",
        "control_socket_disable": True,
    }
    _Server(app, options | _KINDS[settings.web_worker]).run()


def _allow_many_files() -> None:
    """Every open stream is a file, and many systems begin with 1024 a process though they allow more."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
