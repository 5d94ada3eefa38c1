"""Rows of plain values as CSV and XLSX. Numbers stay numbers and dates dates; text can never act as a formula."""

from __future__ import annotations

import csv
import datetime as dt
import enum
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial, singledispatch
from pathlib import Path
from typing import IO, Any, Final

from xlsxwriter import Workbook

from models.core import clock

Rows = Iterable[Sequence[Any]]

MOST_XLSX_ROWS: Final = 1_048_575
_LONGEST_CELL: Final = 32_767
_EXACT_DIGITS: Final = 10**15
"""Beyond this Excel, which counts in binary fractions, would round."""

_ACTIVE: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a formula may begin with; the wide forms do so where the keyboard writes them."""


def defused(text: str) -> str:
    """`text` such that no spreadsheet takes it for a formula: an apostrophe stands before what could begin one."""
    return f"'{text}" if text.startswith(_ACTIVE) else text


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
    write = partial(_write_cell, sheet, Formats(workbook))
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            write(number, place, value)


class Formats:
    """The number formats of a workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[str, Any] = {}

    def __call__(self, pattern: str) -> Any:
        """The format that shows numbers by `pattern`."""
        if pattern not in self._made:
            self._made[pattern] = self._workbook.add_format({"num_format": pattern})
        return self._made[pattern]


def _write_cell(sheet: Any, formats: Formats, row: int, place: int, value: Any) -> None:
    if value is None or value == "":
        return
    for kind, write in _CELLS.items():
        if isinstance(value, kind):
            write(sheet, formats, row, place, value)
            return
    text = value.name if isinstance(value, enum.Enum) else str(value)
    sheet.write_string(row, place, defused(text)[:_LONGEST_CELL])


def _number(sheet: Any, formats: Formats, row: int, place: int, value: Decimal | int) -> None:
    places = max(-int(value.as_tuple().exponent), 0) if isinstance(value, Decimal) else 0
    if abs(value) * 10**places >= _EXACT_DIGITS:
        sheet.write_string(row, place, format(value, "f") if places else str(value))
    else:
        sheet.write_number(row, place, value, formats(f"0.{'0' * places}" if places else "0"))


def _switch(sheet: Any, _formats: Formats, row: int, place: int, value: bool) -> None:
    sheet.write_boolean(row, place, value)


def _moment(sheet: Any, formats: Formats, row: int, place: int, value: dt.datetime) -> None:
    local = clock.shop_time(value).replace(tzinfo=None)
    sheet.write_datetime(row, place, local, formats("yyyy-mm-dd hh:mm"))


def _day(sheet: Any, formats: Formats, row: int, place: int, value: dt.date) -> None:
    sheet.write_datetime(row, place, value, formats("yyyy-mm-dd"))


_CELLS: Final[dict[type, Callable[..., None]]] = {
    bool: _switch,
    int: _number,
    Decimal: _number,
    dt.datetime: _moment,
    dt.date: _day,
}
