"""The workshop: what happens later, and the only doors to the street."""

from __future__ import annotations

from flask import Flask

from . import approvals, emails, live, look, mailer, outbox, queue, running, storage

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Make ready to keep files, know the look, send mail, wake the worker, and be the worker or the clock of `app`."""
    running.remember(app)
    storage.init_app(app)
    look.init_app(app)
    mailer.init_app(app)
    queue.init_app(app)
    emails.check()
    approvals.init_app()
