"""How a database takes in rows by the million: as fast as it can, and all of them or none.

Rows are lines: the texts of a row's cells between separators, in a form that only its loader knows. While a loader is
open no foreign key is looked up and no index but the primary keys' is kept; what was dropped is built again at the end,
exactly as it was. Nobody else may use the shop meanwhile: on PostgreSQL its tables are locked, on SQLite its file is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, Final, Protocol

from sqlalchemy import Engine, Table

from .loading_postgresql import PostgresqlLoader
from .loading_sqlite import SqliteLoader


class Loader(Protocol):
    """One transaction of a driver's `connection`."""

    BETWEEN: str
    """What stands between the cells of a line."""

    def __init__(self, connection: Any) -> None: ...

    def begin(self, tables: Sequence[str]) -> None:
        """Begin, and let nothing stand in the way of rows for these tables."""

    def read(self, table: Table) -> list[tuple[str | None, ...]]:
        """All rows by id. Nothing is lost or rounded on the way back."""

    def line(self, cells: Iterable[str | None]) -> str:
        """The cells of a row, in the order of the columns."""

    def write(self, table: Table, columns: Sequence[str], lines: Iterable[str]) -> None:
        """Insert these rows."""

    def execute(self, statement: str) -> None:
        """Do something small."""

    def finish(self) -> None:
        """Build again what `begin` dropped, and commit."""


LOADERS: Final[dict[str, type[Loader]]] = {"postgresql": PostgresqlLoader, "sqlite": SqliteLoader}


@contextmanager
def loading(engine: Engine, tables: Sequence[str]) -> Iterator[Loader]:
    """A loader into `tables`, on a connection of its own that is closed at the end; an error rolls all of it back."""
    with closing(engine.raw_connection()) as pooled:
        loader: Loader = LOADERS[engine.dialect.name](pooled.driver_connection)
        pooled.detach()  # so that it is closed at the end, and its settings die with it
        loader.begin(tables)
        yield loader
        loader.finish()
