"""Which migrations the database has had, and which this program expects."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection


def applied(connection: Connection) -> frozenset[str]:
    """The newest migrations that the database has had; empty for a database without tables."""
    return frozenset(MigrationContext.configure(connection).get_current_heads())


@cache
def expected(directory: str | Path) -> frozenset[str]:
    """The newest migrations in `directory`, read once."""
    return frozenset(ScriptDirectory(str(directory)).get_heads())
