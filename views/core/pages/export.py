"""A grid as a file: CSV or XLSX of all its rows, with its filters, its order and the columns that the reader sees.

The file is written to disk first, from one snapshot, and then sent: memory stays bounded however many rows there are,
a slow client holds no transaction open, and a failure is an answer rather than a file that looks whole.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from flask import Response, current_app, request, send_file
from flask_appbuilder import expose
from sqlalchemy.orm import Session

from models.core import clock
from models.core.base import db
from models.core.errors import RuleBroken
from models.core.sqlite import reading

from ..access.person import needs
from .export_files import MOST_XLSX_ROWS, write_csv, write_xlsx
from .grid import Grid

if TYPE_CHECKING:
    from ..screen import Screen

BATCH: Final = 500
"""Rows that are in memory at once."""

_KINDS: Final = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


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
    write, media_type = _KINDS[kind]
    scratch = _directory()
    file = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115 - closed with the answer that sends it
    headings = [grid.screen.heading(name) for name in grid.columns]
    write(file, grid.screen.title, headings, rows_of(grid), scratch)
    return _sent(file, f"{grid.screen.table}-{clock.shop_day()}.{kind}", media_type)


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


def _directory() -> Path:
    directory = Path(current_app.instance_path) / "exports"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def _sent(file: IO[bytes], name: str, media_type: str) -> Response:
    file.seek(0)
    answer = send_file(file, media_type, as_attachment=True, download_name=name, max_age=0)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
