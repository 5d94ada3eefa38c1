"""Runs the migrations on the application's database, each in a transaction of its own."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

from models.core.postgresql import patience
from models.core.types import Exact, UtcDateTime

target = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Spell the house's types as plain SQL types: a migration must not change when a class does."""
    if kind != "type" or not isinstance(item, TypeDecorator | sa.Enum):
        return False
    if isinstance(item, Exact):
        return f"sa.Numeric({item.precision}, {item.scale})"
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, sa.Enum):
        return f"sa.String({item.length})"
    return f"sa.{type(item.impl_instance).__name__}()"


def same_type(
    _context: Any, _inspected: Any, _metadata_column: Any, inspected: Any, declared: Any
) -> bool | None:
    """An enum is a VARCHAR of its length: only another length is a change."""
    if isinstance(declared, sa.Enum) and isinstance(inspected, sa.String):
        return inspected.length != declared.length
    return None


# SQLite's tables are read with what they refer to, whose indexes by expression SQLAlchemy cannot read; they stay as
# they are, and a test looks for each of them.
warnings.filterwarnings(
    "ignore", message="Skipped unsupported reflection of expression-based index", category=sa.exc.SAWarning
)


@contextmanager
def foreign_keys_asleep(connection: sa.Connection) -> Iterator[None]:
    """SQLite alters a table by writing it anew: its references must not fire meanwhile, and must hold afterwards."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"A migration left rows that refer to nothing: {broken[:5]}")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def run() -> None:
    """Bring the database to the asked revision."""
    with target.engine.connect() as connection, foreign_keys_asleep(connection), patience():
        context.configure(
            connection=connection,
            target_metadata=target.metadata,
            render_item=render_item,
            compare_type=same_type,
            render_as_batch=connection.dialect.name == "sqlite",
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
