"""How a copied row differs from its original: ids, numbers, customers' names and addresses, secrets. Nothing else.

Wherever one of these stands in a text (a key, a mail, an audit entry), it is replaced by the copy's own. An id keeps
its time and its last characters and gets the copy's mark between them, so that the order of a copy's rows is that of
their originals. A text is first made a mould, with a hole for each of these, from which all copies are then filled.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Table
from ulid import base32

from models.core.series import FIRST

if TYPE_CHECKING:
    from .loading import Loader

Row = tuple[str | None, ...]

MARK: Final = slice(10, 16)
"""The characters of an id that tell the copies apart: the first six after its time."""

LEFT_OUT: Final = {"material_usage": "misprint_id"}
"""What a copy cannot say: misprints are work of the first shop, and each is counted once."""

_ID_HERE, _NUMBER_HERE, _COPY_HERE, _SECRET_HERE = "\x1c", "\x1d", "\x1e", "\x1b"
_NUMBER = re.compile(f"{_NUMBER_HERE}(\\w+)-(\\d+){_NUMBER_HERE}")


class Plan:
    """What is copied so many `times`, and what each copy calls its own. `series`: the last number of each prefix."""

    def __init__(self, originals: Mapping[Table, list[Row]], times: int, series: Mapping[str, int]) -> None:
        self.originals, self.times, self.series = originals, times, series
        copied = {table: rows for table, rows in originals.items() if table.name != "audit_entries"}
        self._ids = _ids(copied)
        self._marks = _marks(_ids(originals), times)
        self._numbers: dict[str, list[str]] = {}
        domains = _domains(copied)
        prefixes = "|".join(map(re.escape, series)) or "(?!)"
        known = r"(?P<id>[0-9A-HJKMNP-TV-Z]{26})"
        number = rf"(?P<number>\b(?:{prefixes})-\d+\b)"
        domain = rf"@(?P<domain>{'|'.join(map(re.escape, domains)) or '(?!)'})"
        self._own = re.compile(f"{known}|{number}|{domain}")

    def lines(self, table: Table, loader: Loader) -> Iterator[str]:
        """Every copy of every row of `table`, in the order of the originals' ids."""
        name = _place(table, "name") if table.name == "customers" else -1
        left_out = _place(table, LEFT_OUT[table.name]) if table.name in LEFT_OUT else -1
        secrets = [place for place, column in enumerate(table.columns) if column.info.get("secret")]
        for row in self.originals[table]:
            cells = [None if cell is None else self.mould(cell) for cell in row]
            if left_out >= 0:
                cells[left_out] = None
            if name >= 0:
                cells[name] = f"{row[name]} {_COPY_HERE}"
            made = [place for place in secrets if cells[place] is not None]
            for place in made:
                cells[place] = f"{_SECRET_HERE}{place}{_SECRET_HERE}"
            filled = self.fill(loader.line(cells))
            yield from self._with_secrets(table, made, cells, filled) if made else filled

    def _with_secrets(
        self, table: Table, places: list[int], cells: list[str | None], lines: list[str]
    ) -> Iterator[str]:
        own_ids = self.fill(str(cells[_place(table, "id")]))
        for line, own_id in zip(lines, own_ids, strict=True):
            for place in places:
                line = line.replace(f"{_SECRET_HERE}{place}{_SECRET_HERE}", _secret(table, place, own_id))
            yield line

    def mould(self, text: str) -> str:
        """`text` with a hole wherever a copy has something of its own."""
        return self._own.sub(self._hole, text)

    def _hole(self, found: re.Match[str]) -> str:
        text = found[0]
        if found["number"]:
            return f"{_NUMBER_HERE}{text}{_NUMBER_HERE}"
        if found["domain"]:
            return text.removesuffix(".example") + f"-{_COPY_HERE}.example"
        return text[: MARK.start] + _ID_HERE + text[MARK.stop :] if text in self._ids else text

    def fill(self, mould: str) -> list[str]:
        """The texts of all copies, in their order."""
        texts = [mould.replace(_ID_HERE, mark) for mark in self._marks]
        if _COPY_HERE in mould:
            texts = [text.replace(_COPY_HERE, str(copy)) for copy, text in enumerate(texts, start=2)]
        if _NUMBER_HERE in mould:
            for hole in {found[0]: found for found in _NUMBER.finditer(mould)}.values():
                own = self._numbers_in(hole)
                texts = [text.replace(hole[0], number) for text, number in zip(texts, own, strict=True)]
        return texts

    def _numbers_in(self, hole: re.Match[str]) -> list[str]:
        if hole[0] not in self._numbers:
            prefix, original = hole[1], int(hole[2])
            step = self.series[prefix] - FIRST + 1
            own = range(original + step, original + self.times * step + 1, step)
            self._numbers[hole[0]] = [f"{prefix}-{number}" for number in own]
        return self._numbers[hole[0]]

    def entry(self, entry: Mapping[str, Any]) -> dict[str, Any] | None:
        """The audit entry of an original, with holes; None when it speaks of a row that is not copied."""
        table, _, row_id = entry["subject"].partition("/")
        if row_id not in self._ids:
            return None
        own_id = entry["id"][: MARK.start] + _ID_HERE + entry["id"][MARK.stop :]
        changes = self.mould(_without(LEFT_OUT.get(table, ""), entry["changes"]))
        if table == "customers" and entry["kind"] == "new":
            named = f'"name": {json.dumps(json.loads(entry["changes"])["name"], ensure_ascii=False)}'
            changes = changes.replace(named, f'{named[:-1]} {_COPY_HERE}"')
        return {**entry, "id": own_id, "subject": self.mould(entry["subject"]), "changes": changes}

    def series_ahead(self) -> dict[str, int]:
        """The last number of each prefix once all copies are there."""
        return {prefix: last + self.times * (last - FIRST + 1) for prefix, last in self.series.items()}


def _without(column: str, changes: str) -> str:
    """The changes of an audit entry, but for one column."""
    if f'"{column}"' not in changes:
        return changes
    told = {name: value for name, value in json.loads(changes).items() if name != column}
    return json.dumps(told, sort_keys=True, ensure_ascii=False)


def _place(table: Table, column: str) -> int:
    return list(table.columns.keys()).index(column)


def _ids(tables: Mapping[Table, list[Row]]) -> set[str]:
    return {str(row[_place(table, "id")]) for table, rows in tables.items() for row in rows}


def _domains(copied: Mapping[Table, list[Row]]) -> list[str]:
    """The customers' mail domains."""
    rows = ((table, row) for table, rows in copied.items() if table.name == "customers" for row in rows)
    addresses = (row[_place(table, "email")] for table, row in rows)
    return sorted({address.partition("@")[2] for address in addresses if address})


def _marks(ids: set[str], times: int) -> list[str]:
    """A mark for each copy, in rising order; none that an original bears already."""
    taken = {row_id[MARK] for row_id in ids}
    marks = (_encoded(number) for number in range(1, times + len(taken) + 1))
    return [mark for mark in marks if mark not in taken][:times]


def _encoded(number: int) -> str:
    digits = ""
    for _ in range(MARK.stop - MARK.start):
        number, digit = divmod(number, 32)
        digits = base32.ENCODE[digit] + digits
    return digits


def _secret(table: Table, place: int, own_id: str) -> str:
    """What a new row with this id would have: the column's own default makes it."""
    default: Any = table.columns[table.columns.keys()[place]].default
    return str(default.arg(SimpleNamespace(get_current_parameters=lambda: {"id": own_id})))
