"""Cells of workbooks. Numbers stay numbers and dates dates; text can never act as a formula."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from xlsxwriter import Workbook

from models.core import clock

_LONGEST_CELL: Final = 32_767
_EXACT_DIGITS: Final = 10**15
"""Beyond this Excel, which counts in binary fractions, would round."""

_ACTIVE: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a formula may begin with; the wide forms do so where the keyboard writes them."""


def defused(text: str) -> str:
    """`text` such that no spreadsheet takes it for a formula: an apostrophe stands before what could begin one."""
    return f"'{text}" if text.startswith(_ACTIVE) else text


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


def write_cell(sheet: Any, formats: Formats, row: int, place: int, value: Any) -> None:
    """Write a plain value: numbers as numbers, days as days, text as text."""
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
