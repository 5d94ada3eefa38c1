"""A report as a workbook: its sentences on the first sheet, each table on one of its own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter import Workbook

from models.core import clock
from models.core.dates import full_moment
from models.reports import Report
from models.reports.contents import Cell, Column, Contents, Table

from ..look import look
from ..workbooks import Formats, defused, write_cell

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_TWO_PLACES: Final = "0.00"
_PATTERNS: Final = {
    "money": "#,##0.00",
    "percent": _TWO_PLACES,
    "change": _TWO_PLACES,
    "hours": _TWO_PLACES,
    "clocked": _TWO_PLACES,
    "rate": "0.00##",
    "whole": "#,##0",
}
_WITH_UNIT: Final = {"money": '"$"#,##0.00', "percent": '0.00" %"', "hours": '0.00" h"'}
"""For values of which the heading cannot tell the unit."""
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
    shop = look()
    brand = book.add_format({"bold": True, "font_size": 12, "font_color": shop.accent})
    title = book.add_format({"bold": True, "font_size": 16})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    soft = book.add_format({"font_color": "#4f5753"})
    sheet = book.add_worksheet("Report")
    sheet.set_column(0, 0, 100)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, defused(shop.name), brand)
    sheet.write_string(1, 0, defused(str(report)), title)
    sheet.write_string(2, 0, f"Made {full_moment(clock.now())}", soft)
    for place, sentence in enumerate([*contents.sentences, *contents.remarks], start=4):
        sheet.write_string(place, 0, defused(sentence), wrapped)


def _sheet(book: Workbook, formats: Formats, table: Table) -> None:
    sheet = book.add_worksheet(table.title[:31])
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        align = "right" if column.is_number else "left"
        bold = book.add_format({"bold": True, "bottom": 1, "align": align})
        sheet.write_string(0, place, defused(_heading(column)), bold)
        sheet.set_column(place, place, _width(table, place))
    for number, row in enumerate(table.rows, start=1):
        _line(sheet, formats, number, row, table.columns)
    below = len(table.rows) + 1
    if table.foot:
        sheet.set_row(below, None, book.add_format({"top": 1}))
        _line(sheet, formats, below, table.foot, table.columns)
    told = ["" if table.rows else table.empty, table.note]
    for number, sentence in enumerate(filter(None, told), start=below + bool(table.foot)):
        sheet.write_string(number, 0, defused(sentence))


def _heading(column: Column) -> str:
    return f"{column.heading}{_UNITS.get(column.kind, '')}"


def _line(sheet: Any, formats: Formats, number: int, row: Sequence[Any], columns: Sequence[Column]) -> None:
    for place, (value, column) in enumerate(zip(row, columns, strict=True)):
        pattern, plain = _PATTERNS.get(column.kind, ""), value
        if isinstance(value, Cell):
            pattern, plain = _WITH_UNIT.get(value.kind, _PATTERNS.get(value.kind, "")), value.value
        if plain is not None and pattern:
            sheet.write_number(number, place, plain, formats(pattern))
        else:
            write_cell(sheet, formats, number, place, plain)


def _width(table: Table, place: int) -> int:
    if table.columns[place].is_number:
        return max(14, len(_heading(table.columns[place])) + 2)
    longest = max((len(str(row[place] or "")) for row in table.rows), default=0)
    return min(max(longest, len(table.columns[place].heading), 12) + 2, _WIDEST)
