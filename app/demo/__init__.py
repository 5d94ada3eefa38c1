"""A small believable shop for trying things out: only for an empty database, only with DEMO=1."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from models.core.actor import Actor, acting_as
from models.core.base import db
from models.core.roles import MANAGER
from models.customers import Customer

from . import catalog, customers, jobs, people

STAFF = Actor("staff", "manager", roles=frozenset({MANAGER}))


def is_empty() -> bool:
    """Whether the shop has no customer yet."""
    return db.session.scalar(sa.select(Customer.id).limit(1)) is None


def seed(app: Flask) -> bool:
    """Fill an empty shop and commit; False when it was not empty.

    The mails that the seeded jobs cause are kept for the mailbox, and cancelled when a real mail server is set:
    nobody outside should hear of a shop that does not exist.
    """
    with app.app_context(), acting_as(STAFF):
        if not is_empty():
            return False
        people.add_staff(db.session(), app.extensions["shop_settings"].demo_password)
        customers.add_customers(db.session())
        catalog.add_catalog(db.session())
        db.session.commit()
        jobs.add_jobs(db.session())
        if app.config.get("SMTP_URL"):
            jobs.cancel_mails(db.session())
        db.session.commit()
        return True
