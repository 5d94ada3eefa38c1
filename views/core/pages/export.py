"""A grid as a file: CSV or XLSX of all its rows, with its filters, its order and the columns that the reader sees.

The file is written to disk first, from one snapshot, and then sent: memory stays bounded however many rows there are,
a slow client holds no transaction open, and a failure is an answer rather than a file that looks whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from flask import Response, request
from flask_appbuilder import expose
from sqlalchemy.orm import Session

from models.core import clock
from models.core.base import db
from models.core.errors import RuleBroken
from models.core.sqlite import reading

from ..access.person import needs
from .export_files import MOST_XLSX_ROWS
from .grid import Grid
from .sent_files import sent_as

if TYPE_CHECKING:
    from ..screen import Screen

BATCH: Final = 500
"""Rows that are in memory at once."""


class ExportPages:
    """`/<table>/export.csv` and `.xlsx`, for a screen."""

    @expose("/export.csv")
    @needs("export")
    def export_csv(self: Any) -> Response:
        """The grid as CSV, with the mark by which Excel knows UTF-8."""
        return exported(Grid(type(self), request.args), "csv")

    @expose("/export.xlsx")
    @needs("export")
    def export_xlsx(self: Any) -> Response:
        """The grid as an Excel workbook."""
        return exported(Grid(type(self), request.args), "xlsx")


def exported(grid: Grid, kind: str) -> Response:
    """The answer that carries all rows of `grid`, as csv or xlsx."""
    if kind == "xlsx" and grid.count > MOST_XLSX_ROWS:
        raise RuleBroken(
            f"Excel holds {MOST_XLSX_ROWS:,} rows: narrow the list by a filter, or take it as CSV."
        )
    headings = [grid.screen.heading(name) for name in grid.columns]
    return sent_as(
        kind, f"{grid.screen.table}-{clock.shop_day()}", grid.screen.title, headings, rows_of(grid)
    )


def rows_of(grid: Grid) -> Iterator[list[Any]]:
    """The values of every row of `grid`, by its columns, as they are at one moment."""
    readers = [_reader(grid.screen, name) for name in grid.columns]
    with reading(), db.engine.connect() as connection, Session(bind=_snapshot(connection)) as session:
        rows = session.scalars(grid.select().execution_options(yield_per=BATCH))
        for batch in rows.partitions():
            yield from ([read(row) for read in readers] for row in batch)


def _snapshot(connection: Any) -> Any:
    """On PostgreSQL each statement would see another moment. SQLite's transactions are snapshots as they are."""
    if connection.dialect.name != "postgresql":
        return connection
    return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _reader(screen: type[Screen], name: str) -> Any:
    """What a column exports: its own value; for relations and columns made by a function, their text."""
    if name in screen.model.__table__.c:
        return lambda row: getattr(row, name)
    if name in screen.formats:
        return screen.formats[name]
    return lambda row: _label(getattr(row, name))


def _label(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
