"""A report as PDF, in the shop's name and accent."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from models.core import clock
from models.core.dates import full_moment
from models.reports import Report
from models.reports.contents import Contents, Table

from ..papers import PaperOf, breakable, press_of
from .spelling import spelled

_TEMPLATE: Final = Path(__file__).with_name("report.typ")

_MOST_UPRIGHT: Final = 9
"""Columns that a page holds upright; with more it lies on its side."""
_MOST_WIDE: Final = 3
"""Columns of long texts among them."""

_LONGEST_NUMBER: Final = 16
"""Letters of the longest number; such columns are as wide as what they hold."""
_LONGEST_TEXT: Final = 36
"""Longer texts are broken into lines."""
_ROOM: Final = 6
"""Letters that a column of text gets besides, so that one of short texts does not starve beside one of long ones."""


def paper_of(report: Report, contents: Contents) -> PaperOf:
    """What sets the PDF of `report`. The same contents make the same paper, but for the moment that it names."""
    now, tables = clock.now(), [_table(each) for each in contents.tables]
    told = {
        "title": report.title,
        "name": str(report),
        "period": str(report.of)[:1].upper() + str(report.of)[1:],
        "edition": f"Edition {report.edition}" if report.edition > 1 else "",
        "made": full_moment(now),
        "sentences": list(map(breakable, contents.sentences)),
        "remarks": list(contents.remarks),
        "lies": any(map(_lies, tables)),
        "tables": tables,
    }
    return press_of(_TEMPLATE, told, now)


def _table(table: Table) -> dict[str, Any]:
    kinds = [column.kind for column in table.columns]
    lines = [
        [breakable(spelled(value, kind)) for value, kind in zip(row, kinds, strict=True)]
        for row in table.rows
    ]
    foot = ["" if v is None else spelled(v, kind) for v, kind in zip(table.foot, kinds, strict=False)]
    return {
        "title": table.title,
        "headings": [column.heading for column in table.columns],
        "numbers": [column.is_number for column in table.columns],
        "wide": [
            0 if column.is_number else _width(lines, place) for place, column in enumerate(table.columns)
        ],
        "rows": lines,
        "foot": foot,
        "note": table.note,
        "empty": table.empty,
    }


def _lies(told: dict[str, Any]) -> bool:
    return len(told["headings"]) > _MOST_UPRIGHT or sum(map(bool, told["wide"])) > _MOST_WIDE


def _width(lines: list[list[str]], place: int) -> int:
    """How much a column of text takes of what room is left; none when its texts are so short that they say it."""
    longest = max((len(line[place]) for line in lines), default=0)
    return min(longest, _LONGEST_TEXT) + _ROOM if longest > _LONGEST_NUMBER else 0
