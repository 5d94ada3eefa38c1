"""A believable shop for trying things out: only for an empty database, only with DEMO=1.

Its past is simulated: people of each role speak the shop's own verbs under a told clock, so that every row, mail and
audit entry is what a real past would have left. Each area of the shop takes part by a file in this directory
(`registry`). With `scale` the past is copied in bulk, for benchmarks (`bulk`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from models import metrics
from models.core import clock
from models.core.base import db
from models.customers import Customer
from models.profit import refresh, sum_up

from . import bulk, registry
from .simulation import Simulation

SEED = 687


def is_empty() -> bool:
    """Whether the shop has no customer yet."""
    return db.session.scalar(sa.select(Customer.id).limit(1)) is None


def seed(
    app: Flask, *, years: int | None = None, scale: int = 1, seed: int = SEED, weeks: int | None = None
) -> bool:
    """Fill an empty shop with a past of so many years, or of so many weeks, and commit; False when it was not empty.

    With `scale` it has that many times the jobs. The same `seed` makes the same shop around another day.
    """
    registry.load()
    with app.app_context():
        if not is_empty():
            return False
        until = clock.now()
        length = (
            dt.timedelta(weeks=weeks) if weeks else dt.timedelta(days=365 * (2 if years is None else years))
        )
        shop = Simulation(db.session(), until - length, until, seed)
        shop.leaves_mail = scale == 1 and not app.config.get("SMTP_URL")
        shop.has_portal = scale == 1
        shop.run()
        _sum_what_jobs_earn()
        bulk.multiply(db.session(), scale)
        if scale > 1:
            sum_up(db.session())
            db.session.commit()
        _keep_key_figures()
        return True


def _sum_what_jobs_earn() -> None:
    """As the clock does, before anybody looks."""
    _until_done(refresh)


def _keep_key_figures() -> None:
    metrics.rebuild(db.session())
    db.session.commit()
    _until_done(metrics.refresh)


def _until_done(work: Callable[[Session], bool]) -> None:
    while not work(db.session()):
        db.session.commit()
    db.session.commit()
