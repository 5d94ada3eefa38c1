"""The workshop: what happens later, and the only doors to the street."""

from __future__ import annotations

from flask import Flask

from . import emails, live, mailer, outbox, queue, running

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Make ready to send mail, to wake the worker and to be the worker or the clock of `app`."""
    running.remember(app)
    mailer.init_app(app)
    queue.init_app(app)
    emails.check()
