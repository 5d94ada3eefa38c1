"""Cells as days. How a column writes them is found out from all of it; what stays open is refused, not guessed."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .table import Cell
from .values import read_text, shortened

_ISO: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?")
_PARTS: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:,?[T ].*)?")
_NAMED: Final = re.compile(
    r"(?:[A-Za-z]+,? )?(?:(\d{1,2})[ \-.]+([A-Za-z]{3,9})|([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?)"
    r",?[ \-]+(\d{4}|\d{2})(?: .*)?"
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST: Final = 60


class Order(enum.StrEnum):
    """Which comes first where day and month are both numbers."""

    MONTH_FIRST = "month first"
    DAY_FIRST = "day first"


@dataclass(frozen=True)
class Manner:
    """How a column writes its days; `dotted` is None while nothing tells whether 3.4.2026 is in March or in April."""

    slashed: Order = Order.MONTH_FIRST
    dotted: Order | None = None
    seen: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " and ".join(self.seen) or "2026-11-22"


def manner_of(cells: Iterable[Cell], told: Order | None = None) -> Manner:
    """How `cells` write their days: as `told`, else as they show; with slashes the US order unless they forbid it."""
    firsts: dict[str, list[tuple[int, int]]] = {"/": [], ".": []}
    seen: dict[str, None] = {}
    for cell in cells:
        text = cell.strip() if isinstance(cell, str) else ""
        parts = _PARTS.fullmatch(text) if len(text) < _LONGEST else None
        if parts:
            firsts["." if parts[2] == "." else "/"].append((int(parts[1]), int(parts[3])))
        elif text and _ISO.fullmatch(text[:_LONGEST]):
            seen["year-month-day"] = None
    slashed = told or _shown(firsts["/"]) or Order.MONTH_FIRST
    dotted = told or _shown(firsts["."])
    for sign, order in (("/", slashed), (".", dotted)):
        if firsts[sign] and order:
            names = ("month", "day") if order == Order.MONTH_FIRST else ("day", "month")
            seen[sign.join((*names, "year"))] = None
    return Manner(slashed, dotted, tuple(seen))


def _shown(pairs: list[tuple[int, int]]) -> Order | None:
    """The order that most of the telling values have: what is above twelve is a day."""
    day_first = sum(first > 12 >= second for first, second in pairs)
    month_first = sum(second > 12 >= first for first, second in pairs)
    if day_first == month_first:
        return None
    return Order.DAY_FIRST if day_first > month_first else Order.MONTH_FIRST


def read_day(cell: Cell, manner: Manner) -> dt.date:
    """The day in a cell; a time beside it is left out."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = read_text(cell)
    year, month, day = _parts(text, manner)
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ValueError(
            f"{shortened(text)} is no day of the calendar (read as {year}-{month}-{day})."
        ) from None


def _parts(text: str, manner: Manner) -> tuple[int, int, int]:
    short = text if len(text) < _LONGEST else ""
    iso, parts, named = _ISO.fullmatch(short), _PARTS.fullmatch(short), _NAMED.fullmatch(short)
    if iso:
        return int(iso[1]), int(iso[3]), int(iso[4])
    if parts:
        order = manner.dotted if parts[2] == "." else manner.slashed
        first, second = int(parts[1]), int(parts[3])
        order = order or _shown([(first, second)]) or (Order.DAY_FIRST if first == second else None)
        if order is None:
            raise ValueError(
                f"{shortened(text)} can be read in two ways: choose whether day or month comes first, or write "
                "2026-11-22."
            )
        month, day = (first, second) if order == Order.MONTH_FIRST else (second, first)
        return _year(parts[4]), month, day
    month_name = (named[2] or named[3])[:3].lower() if named else ""
    if named and month_name in _MONTHS:
        return _year(named[5]), _MONTHS.index(month_name) + 1, int(named[1] or named[4])
    raise ValueError(f"{shortened(text)} is not a date such as 2026-11-22 or 11/22/2026.")


def _year(text: str) -> int:
    """Two digits are of the years from 1970 to 2069."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 70 else 1900)
