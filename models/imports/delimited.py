"""Reading CSV from bytes: which encoding, which separator, which rows. Nothing here raises but NotATable."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Generator, Iterator
from itertools import islice
from typing import Any, Final

from .table import MOST_BYTES, NotATable, Refused, Row, Table, assemble, check_size

SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}

_OTHER_FORMATS: Final = {
    b"PK\x03\x04": "a ZIP archive or an Office document: save the table as .xlsx or CSV",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file: open it and save it as .xlsx or CSV",
    b"%PDF": "a PDF: ask its sender for a CSV or .xlsx file",
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "compressed: unpack it first",
    b"SQLite format 3": "a database",
}
_SNIFFED_LINES: Final = 40
_MOST_REPAIRS: Final = 50
"""Quotes never closed after which the rest of the file is given up."""

csv.field_size_limit(2 * MOST_BYTES)  # a cell of a megabyte is refused with its row, not with the file


def read_delimited(data: bytes) -> Table:
    """The table in the bytes of a CSV file; NotATable with a sentence when there is none."""
    check_size(len(data))
    text, encoding = decoded(data)
    lines = list(io.StringIO(text, newline=""))
    named = re.fullmatch(r"sep=([,;\t])\s*", lines[0], re.IGNORECASE) if lines else None
    skipped = 1 if named else 0
    separator = named[1] if named else _separator(lines)
    note = f"Read as {encoding}, separated by {SEPARATORS[separator]}."
    table = assemble(_records(lines, separator, skipped), [note])
    table.decimal_comma = separator == ";"
    return table


def decoded(data: bytes) -> tuple[str, str]:
    """The text of `data` and the name of its encoding: by its mark, else UTF-8, else Windows-1252."""
    for start, what in _OTHER_FORMATS.items():
        if data.startswith(start):
            raise NotATable(f"This is no table but {what}.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "UTF-16"
    if data[:65536].count(0) > len(data[:65536]) // 20:
        raise NotATable("This is no text: save the table as CSV (UTF-8) or .xlsx.")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _decoded_otherwise(data)


def _decoded_otherwise(data: bytes) -> tuple[str, str]:
    """UTF-8 with a few damaged places, which their rows are refused for, or Windows-1252."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("�")
    if sum(character > "\x7f" for character in text) > 2 * damaged:
        return text, "UTF-8 (damaged in places)"
    return data.decode("cp1252", "replace"), "Windows-1252"


def _separator(lines: list[str]) -> str:
    return max(SEPARATORS, key=lambda separator: _fit(lines[:_SNIFFED_LINES], separator))


def _fit(lines: list[str], separator: str) -> tuple[float, int]:
    """How well the first lines fall into columns: the share of rows as wide as the headers, and that width."""
    found = (r for r in _records(lines, separator) if isinstance(r, Row) and any(r.cells))
    widths = [len(row.cells) for row in found]
    if not widths or widths[0] == 1:
        return 0.0, 0
    return Counter(widths)[widths[0]] / len(widths), widths[0]


def _records(lines: list[str], separator: str, start: int = 0) -> Iterator[Row | Refused]:
    """Every row, and every row that breaks the rules of quoting; after such a one reading goes on."""
    for _ in range(_MOST_REPAIRS):
        reader = csv.reader(islice(lines, start, None), delimiter=separator, strict=True)
        resumed = yield from _until_broken(reader, start)
        if resumed is None:
            return
        start = resumed
    if start < len(lines):
        yield Refused(
            start + 1, 'From here on the quotes (") of the file are in disorder: nothing more was read.'
        )


def _until_broken(reader: Any, start: int) -> Generator[Row | Refused, None, int | None]:
    """The rows up to a quote that is never closed; returns the line to go on with, None at the end."""
    while True:
        first = start + reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return None
        except csv.Error as error:
            if "unexpected end" in str(error):
                yield Refused(first + 1, 'A quote (") that begins here is never closed.')
                return first + 1
            last = start + reader.line_num
            yield Refused(first + 1, _disorder(first + 1, last))
            continue
        yield Row(first + 1, tuple(cells))


def _disorder(first: int, last: int) -> str:
    where = "here" if first == last else f"in lines {first} to {last}"
    return f'The quotes (") {where} are in disorder: inside a quoted text each quote is written twice.'
