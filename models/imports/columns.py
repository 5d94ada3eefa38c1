"""How each mapped column of a file is read, found out from all its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import sqlalchemy as sa

from ..core.types import Exact, UtcDateTime
from ..jobs import JobItemDecoration
from .days import manner_of, read_day
from .kinds import Kind, Target
from .mapping import Mapping
from .sizes import size_of
from .table import Cell, Table, as_text
from .values import (
    has_decimal_comma,
    read_address,
    read_inches,
    read_number,
    read_switch,
    read_text,
    read_whole,
)
from .words import VOCABULARIES

_DASHES: Final = frozenset("-–—")


@dataclass(frozen=True)
class Column:
    """A column of a file: its place, what it is, how its cells are read, and the size of which it counts the pieces."""

    place: int
    target: Target
    read: Callable[[Cell], Any]
    size: str = ""


@dataclass
class Columns:
    """The mapped columns, how they are read in sentences, and our choices for words, by field of the mapping."""

    all: list[Column] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    words: dict[str, dict[str, Any]] = field(default_factory=dict)


def columns_of(kind: Kind, table: Table, mapping: Mapping) -> Columns:
    """The columns of `table` that `mapping` names, in their order."""
    found = [(place, kind.target(mapping.columns.get(name, ""))) for place, name in enumerate(table.headers)]
    mapped = [(place, target) for place, target in found if target is not None]
    columns = Columns()
    comma = _decimal_comma(table, mapped, mapping, columns)
    for place, target in mapped:
        reader = _reader(table, place, target, mapping, columns, comma)
        size = size_of(table.headers[place]) if target.by_size else ""
        columns.all.append(Column(place, target, reader, size))
    if any(target.model is JobItemDecoration for _, target in mapped):
        columns.words.setdefault("methods", {}).setdefault("", mapping.methods.get(""))
    _note_sizes(columns)
    return columns


def _decimal_comma(
    table: Table, mapped: list[tuple[int, Target]], mapping: Mapping, columns: Columns
) -> bool:
    numbers = [place for place, target in mapped if isinstance(target.kind, Exact | sa.Integer)]
    comma = mapping.decimal_comma
    if comma is None:
        cells = (row.cells[place] for row in table.rows for place in numbers)
        comma = has_decimal_comma(cells, table.decimal_comma)
    if numbers:
        columns.notes.append(f"Numbers were read as {'1.234,56' if comma else '1,234.56'}.")
    return comma


def _note_sizes(columns: Columns) -> None:
    sizes = [column.size for column in columns.all if column.size]
    if sizes:
        columns.notes.append(f"Pieces were read from a column for each size: {', '.join(sizes)}.")


def _reader(
    table: Table, place: int, target: Target, mapping: Mapping, columns: Columns, comma: bool
) -> Callable[[Cell], Any]:
    kind = target.kind
    if isinstance(kind, sa.Enum):
        return _choice_reader(_cells(table, place), kind, mapping, columns)
    if isinstance(kind, sa.Date | UtcDateTime):
        manner = manner_of(_cells(table, place), mapping.days)
        columns.notes.append(f"{target.label} was read as {manner}.")
        return partial(read_day, manner=manner)
    if isinstance(kind, sa.Boolean):
        return read_switch
    if isinstance(kind, sa.Integer):
        return partial(_read_pieces if target.by_size else read_whole, decimal_comma=comma)
    if isinstance(kind, Exact):
        inches = target.field.info.get("unit") == "in"
        return partial(read_inches if inches else read_number, decimal_comma=comma)
    return read_address if target.is_address else _read_line if isinstance(kind, sa.String) else read_text


def _cells(table: Table, place: int) -> Iterator[Cell]:
    return (row.cells[place] for row in table.rows)


def _choice_reader(
    cells: Iterator[Cell], kind: sa.Enum, mapping: Mapping, columns: Columns
) -> Callable[[Cell], Any]:
    vocabulary = VOCABULARIES[kind.enum_class]  # type: ignore[index]
    words = columns.words.setdefault(vocabulary.field, {})
    words |= vocabulary.understood(cells, mapping)
    return vocabulary.reader(words)


def _read_line(cell: Cell) -> str:
    """Text of one line: breaks inside it become spaces."""
    return " ".join(read_text(cell).split())


def _read_pieces(cell: Cell, decimal_comma: bool) -> int | None:
    """The pieces of a size; a dash is how spreadsheets write none."""
    return None if as_text(cell) in _DASHES else read_whole(cell, decimal_comma)
