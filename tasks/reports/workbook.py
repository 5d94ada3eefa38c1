"""A report as a workbook: its sentences on the first sheet, each table on one of its own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter import Workbook

from models.reports import Report
from models.reports.contents import Cell, Column, Contents, Table

from ..workbooks import Formats, defused, write_cell

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_PATTERNS: Final = {"money": "#,##0.00", "hours": "0.00", "clocked": "0.00", "whole": "#,##0"}
_PERCENT, _HOURS = " in %", " in h"
_UNITS: Final = {
    "money": " in $",
    "percent": _PERCENT,
    "change": _PERCENT,
    "rate": _PERCENT,
    "hours": _HOURS,
    "clocked": _HOURS,
}
_WIDEST: Final = 48


def workbook_of(report: Report, contents: Contents) -> bytes:
    """The bytes of the workbook. Amounts are numbers as they are, not as the paper spells them."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        formats = Formats(book)
        _cover(book, report, contents)
        for table in contents.tables:
            _sheet(book, formats, table)
    return file.getvalue()


def _cover(book: Workbook, report: Report, contents: Contents) -> None:
    sheet = book.add_worksheet("Report")
    sheet.set_column(0, 0, 100)
    bold = book.add_format({"bold": True, "font_size": 14})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, defused(str(report)), bold)
    for place, sentence in enumerate([*contents.sentences, *contents.remarks], start=2):
        sheet.write_string(place, 0, defused(sentence), wrapped)


def _sheet(book: Workbook, formats: Formats, table: Table) -> None:
    sheet = book.add_worksheet(table.title[:31])
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, defused(_heading(column)), bold)
        sheet.set_column(place, place, _width(table, place))
    lines = [*table.rows, *([table.foot] if table.foot else [])]
    for number, row in enumerate(lines, start=1):
        _line(sheet, formats, number, row, table.columns)


def _heading(column: Column) -> str:
    return f"{column.heading}{_UNITS.get(column.kind, '')}"


def _line(sheet: Any, formats: Formats, number: int, row: Sequence[Any], columns: Sequence[Column]) -> None:
    for place, (value, column) in enumerate(zip(row, columns, strict=True)):
        kind = value.kind if isinstance(value, Cell) else column.kind
        plain = value.value if isinstance(value, Cell) else value
        if plain is not None and kind in _PATTERNS:
            sheet.write_number(number, place, plain, formats(_PATTERNS[kind]))
        else:
            write_cell(sheet, formats, number, place, plain)


def _width(table: Table, place: int) -> int:
    if table.columns[place].is_number:
        return 14
    longest = max((len(str(row[place] or "")) for row in table.rows), default=0)
    return min(max(longest, len(table.columns[place].heading), 12) + 2, _WIDEST)
