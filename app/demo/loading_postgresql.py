"""PostgreSQL takes rows by COPY."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Table

BLOCK: Final = 1_000
"""Lines that are sent at once."""

_MEMORY: Final = "SET LOCAL maintenance_work_mem = '256MB'"

_CONSTRAINTS: Final = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype IN ('f', 'u') AND conrelid = ANY(%s::regclass[]) ORDER BY contype DESC, conname"""
"""Keys that must be unique come before those that refer to them."""

_INDEXES: Final = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[])
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1"""

_ESCAPED: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class PostgresqlLoader:
    """A `loading.Loader`: lines are those of COPY's text format."""

    BETWEEN = "\t"

    def __init__(self, connection: Any) -> None:
        self.cursor = connection.cursor()
        self._connection = connection
        self._again: list[str] = []

    def begin(self, tables: Sequence[str]) -> None:
        """Drop the tables' indexes and foreign keys; the driver begins by itself."""
        self.execute(_MEMORY)
        named = [f'"{table}"' for table in tables]
        for table, name, told in self.cursor.execute(_CONSTRAINTS, [named]).fetchall():
            self.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            self._again.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {told}")
        for name, told in self.cursor.execute(_INDEXES, [named]).fetchall():
            self.execute(f"DROP INDEX {name}")
            self._again.append(told)
        self._tables = named

    def read(self, table: Table) -> list[tuple[str | None, ...]]:
        """Every cell as the server spells it."""
        names = ", ".join(f'"{column.name}"::text' for column in table.columns)
        rows = self.cursor.execute(f'SELECT {names} FROM "{table.name}" ORDER BY id')  # noqa: S608 - our own names
        return list(rows.fetchall())

    def line(self, cells: Iterable[str | None]) -> str:
        """A line of COPY."""
        return self.BETWEEN.join("\\N" if cell is None else cell.translate(_ESCAPED) for cell in cells)

    def write(self, table: Table, columns: Sequence[str], lines: Iterable[str]) -> None:
        """COPY them."""
        names = ", ".join(f'"{name}"' for name in columns)
        with self.cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            block: list[str] = []
            for line in lines:
                block.append(line)
                if len(block) == BLOCK:
                    copy.write("\n".join(block) + "\n")
                    block.clear()
            copy.write("".join(f"{line}\n" for line in block))

    def execute(self, statement: str) -> None:
        """One of our own statements."""
        self.cursor.execute(statement)

    def finish(self) -> None:
        """Keys that are dropped and made again are checked over all rows at once."""
        for statement in self._again:
            self.execute(statement)
        self._connection.commit()
        for table in self._tables:
            self.execute(f"ANALYZE {table}")
        self._connection.commit()
