"""Reading .xlsx as a table: the first sheet with something in it. A hostile workbook is refused with a sentence."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from openpyxl import load_workbook

from models.imports import NotATable, Table, read_delimited
from models.imports.table import MOST_COLUMNS, MOST_ROWS, Cell, Refused, Row, assemble, check_size

_MOST_UNPACKED: Final = 128 * 1024 * 1024
"""Bytes of all parts together: zipfile unpacks no part beyond what its entry declares."""
_MOST_PARTS: Final = 2000
_MOST_BLANK_ROWS: Final = 2 * MOST_ROWS
_DIGITS: Final = 15
"""The digits that a spreadsheet itself keeps of a number."""


def read_table(data: bytes) -> Table:
    """The table in a file, which is .xlsx or some kind of CSV; NotATable with a sentence when it is neither."""
    check_size(len(data))
    if data.startswith(b"PK\x03\x04") and _is_workbook(data):
        return _read_workbook(data)
    return read_delimited(data)


def _is_workbook(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise NotATable("The workbook is too large when it is unpacked: save the table as CSV.")
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        if isinstance(error, NotATable):
            raise
        raise NotATable("The workbook is damaged: open it, save it anew as .xlsx or CSV.") from None


def _read_workbook(data: bytes) -> Table:
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return assemble(_records(book), [])
        finally:
            book.close()
    except NotATable:
        raise
    except Exception as error:  # the library raises whatever a damaged or hostile file makes it stumble over
        raise NotATable("The workbook cannot be read: save the table as CSV, or anew as .xlsx.") from error


def _records(book: Any) -> Iterator[Row | Refused]:
    """The rows of the first worksheet that has any; the others are left out."""
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        some = False
        for row in _rows_of(sheet):
            some = True
            yield row
        if some:
            return


def _rows_of(sheet: Any) -> Iterator[Row]:
    blank = 0
    for line, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1):
        if all(value is None for value in values):
            blank += 1
            if blank > _MOST_BLANK_ROWS:
                raise NotATable("The sheet has too many blank rows: delete them, or save the table as CSV.")
            continue
        yield Row(line, _trimmed(values))


def _trimmed(values: tuple[Any, ...]) -> tuple[Cell, ...]:
    cells = [_cell(value) for value in values]
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


def _cell(value: Any) -> Cell:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return Decimal(f"{value:.{_DIGITS}g}") if isinstance(value, float) else Decimal(value)
    if isinstance(value, dt.datetime):
        return value if value.time() != dt.time.min else value.date()
    return value if isinstance(value, dt.date) else str(value)
