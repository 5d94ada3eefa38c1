"""A table's rows as values, by a mapping: each row is right, or refused with every reason. It knows no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..core.limits import accept_for
from .columns import Column, Columns, columns_of
from .kinds import Kind
from .mapping import Mapping
from .table import Refused, Row, Table, as_text

Values = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One row by target, only what is filled; and the pieces of each size that has a column of its own."""

    line: int
    values: Values
    sizes: dict[str, int]


@dataclass
class Reading:
    """What was read of a file, what was refused, and how columns were read."""

    lines: list[Line] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    words: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The file's words for our choices, by field of the mapping, with ours where they are mapped or plain."""
    broken_numbers: list[str] = field(default_factory=list)
    """Numbers of the orders of refused rows."""


def read_rows(kind: Kind, table: Table, mapping: Mapping) -> Reading:
    """Every row of `table` as `mapping` says."""
    columns = columns_of(kind, table, mapping)
    reading = Reading(refused=list(table.refused), notes=table.notes + columns.notes, words=columns.words)
    for row in table.rows:
        line, reasons = _read(row, columns.all)
        if not reasons:
            reasons += _assemble_name(kind, line.values)
        if reasons:
            reading.refused.append(Refused(row.line, " ".join(reasons)))
            reading.broken_numbers += [str(line.values["number"])] if "number" in line.values else []
        else:
            reading.lines.append(line)
    _note_numbers_of_ragged(table, columns, reading)
    return reading


def _read(row: Row, columns: list[Column]) -> tuple[Line, list[str]]:
    """What a row says, and why it cannot be taken."""
    line, reasons = Line(row.line, {}, {}), []
    for column in columns:
        cell = row.cells[column.place]
        if cell is None or cell == "":
            continue
        try:
            value = accept_for(column.target.field, column.read(cell)) if as_text(cell) else None
        except ValueError as refusal:
            label = f"Pieces of size {column.size}" if column.size else column.target.label
            reasons.append(f"{label}: {refusal}")
            continue
        if value is not None and value != "":
            if column.size:
                line.sizes[column.size] = value
            else:
                line.values[column.target.name] = value
    return line, reasons


def _note_numbers_of_ragged(table: Table, columns: Columns, reading: Reading) -> None:
    places = [column.place for column in columns.all if column.target.name == "number"]
    reading.broken_numbers += [as_text(row.cells[place]) for row in table.ragged for place in places]


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
