"""SQLite takes rows by one prepared statement for each table."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Table

CHUNK: Final = 5_000
"""Rows that are inserted at once."""

_FAST: Final = ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-262144", "threads=2")
"""For this connection only. A power failure in these minutes may cost the file, which holds nothing but a demo."""

_INDEXES: Final = (
    "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
)

_NOTHING: Final = "\x1a"
"""Stands for NULL in a line."""


class SqliteLoader:
    """A `loading.Loader`: each cell is bound as text, and its column's affinity makes a number of it again."""

    BETWEEN = "\x1f"

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._again: list[str] = []

    def begin(self, tables: Sequence[str]) -> None:
        """Settle for less safety, then hold the file and drop the tables' indexes."""
        for pragma in _FAST:
            self.execute(f"PRAGMA {pragma}")
        self.execute("BEGIN IMMEDIATE")
        for name, table, told in self._connection.execute(_INDEXES).fetchall():
            if table in tables:
                self.execute(f'DROP INDEX "{name}"')
                self._again.append(told)

    def read(self, table: Table) -> list[tuple[str | None, ...]]:
        """A float's shortest spelling is read as the same float."""
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        rows = self._connection.execute(f'SELECT {names} FROM "{table.name}" ORDER BY id')  # noqa: S608 - our own names
        return [tuple(None if cell is None else str(cell) for cell in row) for row in rows]

    def line(self, cells: Iterable[str | None]) -> str:
        """The cells as they are."""
        return self.BETWEEN.join(_NOTHING if cell is None else cell for cell in cells)

    def write(self, table: Table, columns: Sequence[str], lines: Iterable[str]) -> None:
        """Insert them in chunks, in one transaction."""
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join(self._mark(table, name) for name in columns)
        statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - our own names
        for chunk in _chunks(lines):
            self._connection.executemany(statement, [line.split(self.BETWEEN) for line in chunk])

    def _mark(self, table: Table, name: str) -> str:
        return "NULLIF(?, char(26))" if table.columns[name].nullable else "?"

    def execute(self, statement: str) -> None:
        """One of our own statements."""
        self._connection.execute(statement)

    def finish(self) -> None:
        """Index, commit, and leave no second copy in the log."""
        for statement in self._again:
            self.execute(statement)
        self.execute("ANALYZE")
        self.execute("COMMIT")
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _chunks(lines: Iterable[str]) -> Iterator[list[str]]:
    source = iter(lines)
    while chunk := list(itertools.islice(source, CHUNK)):
        yield chunk
