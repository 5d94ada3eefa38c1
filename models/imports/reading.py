"""A table's rows as values, by a mapping: each row is right, or refused with every reason. It knows no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import sqlalchemy as sa

from ..core.limits import accept_for
from ..core.types import Exact
from ..jobs import JobStatus
from .days import manner_of, read_day
from .kinds import Kind, Target
from .mapping import Mapping, guess_status
from .table import Cell, Refused, Table, as_text
from .values import (
    has_decimal_comma,
    read_address,
    read_number,
    read_switch,
    read_text,
    read_whole,
    shortened,
)

Values = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One row by target: only what is filled."""

    line: int
    values: Values


@dataclass
class Reading:
    """What was read of a file, what was refused, and how columns were read."""

    lines: list[Line] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    words: dict[str, JobStatus | None] = field(default_factory=dict)
    """The status words of the file, with ours where they are mapped or plain."""
    broken_numbers: list[str] = field(default_factory=list)
    """Numbers of the orders of refused rows."""


def read_rows(kind: Kind, table: Table, mapping: Mapping) -> Reading:
    """Every row of `table` as `mapping` says."""
    reading = Reading(refused=list(table.refused), notes=list(table.notes))
    columns = _columns(kind, table, mapping)
    readers = _readers(table, columns, mapping, reading)
    for row in table.rows:
        values, reasons = {}, []
        for place, target, read in readers:
            cell = row.cells[place]
            if not as_text(cell):
                continue
            try:
                values[target.name] = accept_for(target.model.__table__.c[target.column], read(cell))
            except ValueError as refusal:
                reasons.append(f"{target.label}: {refusal}")
        values = {name: value for name, value in values.items() if value not in (None, "")}
        if not reasons:
            reasons += _assemble_name(kind, values)
        if reasons:
            reading.refused.append(Refused(row.line, " ".join(reasons)))
            reading.broken_numbers += [str(values["number"])] if "number" in values else []
        else:
            reading.lines.append(Line(row.line, values))
    _note_numbers_of_ragged(table, columns, reading)
    return reading


def _note_numbers_of_ragged(table: Table, columns: list[tuple[int, Target]], reading: Reading) -> None:
    places = [place for place, target in columns if target.name == "number"]
    reading.broken_numbers += [as_text(row.cells[place]) for row in table.ragged for place in places]


def _columns(kind: Kind, table: Table, mapping: Mapping) -> list[tuple[int, Target]]:
    found = []
    for place, header in enumerate(table.headers):
        target = kind.target(mapping.columns.get(header, ""))
        if target is not None:
            found.append((place, target))
    return found


def _readers(
    table: Table, columns: list[tuple[int, Target]], mapping: Mapping, reading: Reading
) -> list[tuple[int, Target, Callable[[Cell], Any]]]:
    """How each column is read, found out from all its cells."""
    numbers = [place for place, target in columns if isinstance(target.kind, Exact | sa.Integer)]
    comma = mapping.decimal_comma
    if comma is None:
        cells = (row.cells[place] for row in table.rows for place in numbers)
        comma = has_decimal_comma(cells, table.decimal_comma)
    if numbers:
        reading.notes.append(f"Numbers were read as {'1.234,56' if comma else '1,234.56'}.")
    return [
        (place, target, _reader(table, place, target, mapping, reading, comma)) for place, target in columns
    ]


def _reader(
    table: Table, place: int, target: Target, mapping: Mapping, reading: Reading, comma: bool
) -> Callable[[Cell], Any]:
    kind = target.kind
    if isinstance(kind, sa.Enum):
        return _status_reader((row.cells[place] for row in table.rows), mapping, reading)
    if isinstance(kind, sa.Date):
        manner = manner_of((row.cells[place] for row in table.rows), mapping.days)
        reading.notes.append(f"{target.label} was read as {manner}.")
        return partial(read_day, manner=manner)
    if isinstance(kind, sa.Boolean):
        return read_switch
    if isinstance(kind, sa.Integer):
        return partial(read_whole, decimal_comma=comma)
    if isinstance(kind, Exact):
        return partial(read_number, decimal_comma=comma)
    return read_address if target.is_address else _read_line if isinstance(kind, sa.String) else read_text


def _read_line(cell: Cell) -> str:
    """Text of one line: breaks inside it become spaces."""
    return " ".join(read_text(cell).split())


def _status_reader(cells: Iterable[Cell], mapping: Mapping, reading: Reading) -> Callable[[Cell], JobStatus]:
    for word in dict.fromkeys(as_text(cell)[:120] for cell in cells):
        reading.words[word] = mapping.statuses.get(word) or guess_status(word)

    def read(cell: Cell) -> JobStatus:
        word = as_text(cell)[:120]
        status = reading.words[word]
        if status is None:
            raise ValueError(f"{shortened(word)} is no status that is known here: map it to one of ours.")
        if status == JobStatus.ON_HOLD:
            raise ValueError("A job cannot be imported on hold: map the word to the status it had before.")
        return status

    return read


def _assemble_name(kind: Kind, values: Values) -> list[str]:
    """Put first and last names together; the reasons why the row has no name."""
    parts = [str(values.pop(part, "")) for part in ("first_name", "last_name")]
    if kind.target("first_name") is None:
        if kind.target("name") is not None and "name" not in values:
            return ["Name: this is required."]
        return []
    name = values.get("name") or " ".join(part for part in parts if part) or _fallback_name(kind, values)
    if not name:
        return ["Name: this is required."]
    try:
        values["name"] = accept_for(kind.model.__table__.c.name, name)
    except ValueError as refusal:
        return [f"Name: {refusal}"]
    return []


def _fallback_name(kind: Kind, values: Values) -> str:
    """A mail program often knows no more of a person than the address."""
    return str(values.get("email", "")) if kind.name == "customer_contacts" else ""
