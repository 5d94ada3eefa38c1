"""What a file holds, whatever its format: headers, rows with their line numbers, and the rows that cannot be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

MOST_BYTES: Final = 16 * 1024 * 1024
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 200
_LONGEST_HEADER: Final = 120

Cell = str | Decimal | bool | dt.date | None
"""Text, or, where the format has types, a number, a switch or a day."""


class NotATable(ValueError):
    """The whole file is refused; the text is a sentence for whoever sent it."""


@dataclass(frozen=True)
class Row:
    """One row: the line of the file it begins in, and its cells."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Refused:
    """A row that is not taken, and why."""

    line: int
    reason: str


@dataclass
class Table:
    """A file's headers and rows.

    `ragged` are those of the refused rows that have too many cells, `notes` say how the file was read, and
    `decimal_comma` whether its separator hints at one.
    """

    headers: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    ragged: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    decimal_comma: bool = False

    def samples(self, place: int, most: int = 3) -> list[str]:
        """The first different values of a column, shortened, for whoever maps it."""
        found: dict[str, None] = {}
        for row in self.rows:
            text = as_text(row.cells[place])
            if text:
                found.setdefault(text[:40])
            if len(found) == most:
                break
        return list(found)


def as_text(cell: Cell) -> str:
    """A cell as text: numbers plain, days as 2026-11-22."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return cell.strip()


def check_size(size: int) -> None:
    """NotATable when a file of `size` bytes is too large."""
    if size > MOST_BYTES:
        raise NotATable(
            f"The file has {size / 2**20:,.1f} MB; at most {MOST_BYTES // 2**20} MB are read. "
            "Split it into several files."
        )
    if size == 0:
        raise NotATable("The file is empty.")


def assemble(records: Iterable[Row | Refused], notes: list[str]) -> Table:
    """The table of `records`, of which the first that is not blank are the headers; NotATable when there are none."""
    table: Table | None = None
    for record in records:
        if isinstance(record, Refused):
            if table is None:
                raise NotATable(f"The headers cannot be read: {record.reason}")
            table.refused.append(record)
        elif not any(as_text(cell) for cell in record.cells):
            continue
        elif table is None:
            table = Table(_headers(record.cells), notes=notes)
        else:
            _take(table, record)
    if table is None:
        raise NotATable("The file has no row with headers.")
    if not table.rows and not table.refused:
        raise NotATable("The file has headers, but no rows below them.")
    return table


def _headers(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    named = [as_text(cell)[:_LONGEST_HEADER] for cell in cells]
    while named and not named[-1]:
        named.pop()
    if len(named) > MOST_COLUMNS:
        raise NotATable(f"The file has {len(named)} columns; at most {MOST_COLUMNS} are read.")
    unique: dict[str, None] = {}
    for place, name in enumerate(named, start=1):
        wanted, again = name or f"Column {place}", 2
        while wanted in unique:
            wanted, again = f"{name or f'Column {place}'} ({again})", again + 1
        unique[wanted] = None
    return tuple(unique)


def _take(table: Table, row: Row) -> None:
    if len(table.rows) >= MOST_ROWS:
        raise NotATable(f"The file has more than {MOST_ROWS:,} rows. Split it into several files.")
    width = len(table.headers)
    if any(as_text(cell) for cell in row.cells[width:]):
        table.ragged.append(row)
        table.refused.append(
            Refused(
                row.line,
                f"The row has {len(row.cells)} cells, but there are {width} headers: perhaps a text with the "
                "separator in it lacks its quotes.",
            )
        )
        return
    padded = row.cells[:width] + (None,) * (width - len(row.cells))
    table.rows.append(Row(row.line, padded))
