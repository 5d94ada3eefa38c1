"""Rows of plain values as CSV and XLSX. Numbers stay numbers and dates dates; text can never act as a formula."""

from __future__ import annotations

import csv
import datetime as dt
import enum
import io
import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import partial, singledispatch
from pathlib import Path
from typing import IO, Any, Final

from xlsxwriter import Workbook

from models.core import clock
from tasks.workbooks import Formats, defused, write_cell

Rows = Iterable[Sequence[Any]]

MOST_XLSX_ROWS: Final = 1_048_575


def write_csv(file: IO[bytes], _title: str, headings: Sequence[str], rows: Rows, _scratch: Path) -> None:
    """Write UTF-8 CSV with Excel's byte order mark."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(map(defused, headings))
    writer.writerows([_written(value) for value in row] for row in rows)
    text.flush()
    text.detach()


@singledispatch
def _written(value: Any) -> str:
    return defused(str(value))


@_written.register
def _(_value: None) -> str:
    return ""


@_written.register
def _(value: bool) -> str:
    return "true" if value else "false"


@_written.register
def _(value: int) -> str:
    return str(value)


@_written.register
def _(value: Decimal) -> str:
    return format(value, "f")


@_written.register
def _(value: enum.Enum) -> str:
    return value.name


@_written.register
def _(value: dt.datetime) -> str:
    return clock.shop_time(value).isoformat(timespec="seconds")


@_written.register
def _(value: dt.date) -> str:
    return value.isoformat()


def write_xlsx(file: IO[bytes], title: str, headings: Sequence[str], rows: Rows, scratch: Path) -> None:
    """Write a workbook of one sheet, row by row through files in `scratch`."""
    with tempfile.TemporaryDirectory(dir=scratch) as directory:
        options = {"constant_memory": True, "tmpdir": directory}
        with Workbook(file, options) as workbook:
            _fill(workbook, title, headings, rows)


def _fill(workbook: Workbook, title: str, headings: Sequence[str], rows: Rows) -> None:
    sheet = workbook.add_worksheet("".join(c for c in title if c not in "[]:*?/\\'")[:31] or "Rows")
    sheet.set_column(0, max(len(headings) - 1, 0), 18)
    sheet.freeze_panes(1, 0)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, defused(heading), workbook.add_format({"bold": True}))
    write = partial(write_cell, sheet, Formats(workbook))
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            write(number, place, value)
