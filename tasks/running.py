"""What the processes behind the web have in common: which shop they serve, and when to stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app

from models.core.actor import Actor, acting_as
from models.core.base import db

stopping = threading.Event()
"""Set when this process was asked to stop: long work ends at its next mail or row."""

_shop: Flask | None = None


def remember(app: Flask) -> None:
    """`app` is the shop of this process, for work that begins in no request."""
    global _shop
    _shop = app


def shop() -> Flask:
    """The application in whose context we are, else the one of this process; RuntimeError before there is one."""
    if current_app:
        return current_app._get_current_object()  # type: ignore[attr-defined]
    if _shop is None:
        raise RuntimeError("tasks.init_app() has not been called.")
    return _shop


@contextmanager
def at_work(actor: Actor) -> Iterator[None]:
    """Act as `actor` in an application context of its own: a session belongs to its context."""
    with shop().app_context(), acting_as(actor):
        yield


def take_over() -> None:
    """Begin a process forked from a loaded shop: its database connections belong to the parent."""
    with shop().app_context():
        db.engine.dispose(close=False)


def stop_on_signals() -> None:
    """Set `stopping` on SIGTERM and SIGINT."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
