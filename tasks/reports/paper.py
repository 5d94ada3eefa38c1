"""A report as PDF, in the shop's name and accent."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from models.core import clock
from models.core.dates import full_moment
from models.reports import Report
from models.reports.contents import Contents, Table

from ..papers import PaperOf, press_of
from .spelling import spelled

_TEMPLATE: Final = Path(__file__).with_name("report.typ")

_MOST_UPRIGHT: Final = 9
"""Columns that a page holds upright; with more it lies on its side."""
_MOST_WIDE: Final = 3
"""Columns of long texts among them."""

_LONGEST_NUMBER: Final = 16
"""Letters of the longest number; such columns are as wide as what they hold."""


def paper_of(report: Report, contents: Contents) -> PaperOf:
    """What sets the PDF of `report`. The same contents make the same paper, but for the moment that it names."""
    now, tables = clock.now(), [_table(each) for each in contents.tables]
    told = {
        "title": report.title,
        "name": str(report),
        "period": str(report.of)[:1].upper() + str(report.of)[1:],
        "edition": f"Edition {report.edition}" if report.edition > 1 else "",
        "made": full_moment(now),
        "sentences": list(contents.sentences),
        "remarks": list(contents.remarks),
        "lies": any(map(_lies, tables)),
        "tables": tables,
    }
    return press_of(_TEMPLATE, told, now)


def _table(table: Table) -> dict[str, Any]:
    kinds = [column.kind for column in table.columns]
    lines = [[spelled(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table.rows]
    foot = ["" if v is None else spelled(v, kind) for v, kind in zip(table.foot, kinds, strict=False)]
    return {
        "title": table.title,
        "headings": [column.heading for column in table.columns],
        "numbers": [column.is_number for column in table.columns],
        "wide": [
            not column.is_number and _is_wide(lines, place) for place, column in enumerate(table.columns)
        ],
        "rows": lines,
        "foot": foot,
        "note": table.note,
        "empty": table.empty,
    }


def _lies(told: dict[str, Any]) -> bool:
    return len(told["headings"]) > _MOST_UPRIGHT or sum(told["wide"]) > _MOST_WIDE


def _is_wide(lines: list[list[str]], place: int) -> bool:
    """Whether a column of text takes what room is left: one of short texts is as wide as they are."""
    return any(len(line[place]) > _LONGEST_NUMBER for line in lines)
