"""What must be true of the database before the shop opens: its tables, its reference rows, perhaps a demo."""

from __future__ import annotations

import importlib
from typing import Final

import sqlalchemy as sa
from flask import Flask, current_app
from flask_migrate import upgrade

from models import reference
from models.core import revisions
from models.core.base import db

INVITE_THE_FIRST: Final = (
    "Nobody can sign in yet: flask shop user NAME --role Admin --email ADDRESS invites the first."
)


def prepare(app: Flask, *, demo_weeks: int) -> None:
    """Migrate when the database is behind, add reference rows, and fill an empty shop with so many weeks of a demo.

    Leaves no connection open, so that the process may fork.
    """
    with app.app_context():
        if not is_initialised():
            initialise()
        fill = demo_weeks > 0 and not is_used()
    if fill:
        importlib.import_module("app.demo").seed(app, weeks=demo_weeks)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def is_initialised() -> bool:
    """Whether the tables are those of this version and the reference rows are there."""
    with db.engine.connect() as connection:
        if revisions.applied(connection) != revisions.expected(_migrations()):
            return False
        return connection.execute(sa.text("SELECT 1 FROM ab_role LIMIT 1")).first() is not None


def initialise() -> None:
    """Bring the tables to the newest migration and add what reference rows are missing; safe to run again."""
    upgrade(directory=_migrations())
    reference.seed(db.session())
    db.session.commit()


def is_used() -> bool:
    """Whether somebody has used the shop: there are staff or customers."""
    with db.engine.connect() as connection:
        there = sa.inspect(connection)
        tables = [db.metadata.tables[name] for name in ("ab_user", "customers") if there.has_table(name)]
        rows = (connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)) for table in tables)
        return any(row.first() for row in rows)


def nobody_yet(app: Flask) -> bool:
    """Whether the shop was never used, asked from outside an application context; leaves no connection open."""
    with app.app_context():
        used = is_used()
        db.engine.dispose()
    return not used


def _migrations() -> str:
    return str(current_app.extensions["migrate"].directory)
