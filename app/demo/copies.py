"""How a copied row differs from its original: ids, numbers, customers' names and addresses, secrets. Nothing else.

Wherever one of these stands in a text (a key, a mail, an audit entry), it is replaced by the copy's own. An id keeps
its time and its last characters and gets the copy's mark between them, so that the order of a copy's rows is that of
their originals.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, Table
from ulid import base32

from models.core.series import FIRST, NumberSeries

Row = tuple[Any, ...]

MARK: Final = slice(10, 16)
"""The characters of an id that tell the copies apart: the first six after its time."""

_ID_HERE, _NUMBER_HERE, _COPY_HERE = "\x1c", "\x1d", "\x1e"
_NUMBER = re.compile(f"{_NUMBER_HERE}(\\w+)-(\\d+)")


class Plan:
    """What is copied so many `times`, and what each copy calls its own."""

    def __init__(self, originals: Mapping[Table, list[Row]], times: int, series: Mapping[str, int]) -> None:
        self.originals, self.times, self.series = originals, times, series
        copied = {table: rows for table, rows in originals.items() if table.name != "audit_entries"}
        self._ids = _ids(copied)
        self._marks = _marks(_ids(originals), times)
        domains = _domains(copied)
        prefixes = "|".join(map(re.escape, series)) or "(?!)"
        known = r"(?P<id>[0-9A-HJKMNP-TV-Z]{26})"
        number = rf"(?P<number>\b(?:{prefixes})-\d+\b)"
        domain = rf"@(?P<domain>{'|'.join(map(re.escape, domains)) or '(?!)'})"
        self._own = re.compile(f"{known}|{number}|{domain}")

    def rows(self, table: Table) -> Iterator[Row]:
        """Every copy of every row of `table`, in the order of the originals' ids."""
        secrets = [place for place, column in enumerate(table.columns) if column.info.get("secret")]
        name = _place(table, "name") if table.name == "customers" else -1
        for row in self.originals[table]:
            cells = [self.mould(cell) if isinstance(cell, str) else cell for cell in row]
            if name >= 0:
                cells[name] = f"{row[name]} {_COPY_HERE}"
            moulds = [(place, cell) for place, cell in enumerate(cells) if cell != row[place]]
            for number in range(1, self.times + 1):
                copy = cells.copy()
                for place, mould in moulds:
                    copy[place] = self.fill(mould, number)
                for place in secrets:
                    copy[place] = _secret(table, place, copy)
                yield tuple(copy)

    def mould(self, text: str) -> str:
        """`text` with a hole wherever a copy has something of its own."""
        return self._own.sub(self._hole, text)

    def _hole(self, found: re.Match[str]) -> str:
        text = found[0]
        if found["number"]:
            return f"{_NUMBER_HERE}{text}"
        if found["domain"]:
            return text.removesuffix(".example") + f"-{_COPY_HERE}.example"
        return text[: MARK.start] + _ID_HERE + text[MARK.stop :] if text in self._ids else text

    def fill(self, mould: str, number: int) -> str:
        """The text of copy `number` (from 1)."""
        text = mould.replace(_ID_HERE, self._marks[number])
        if _NUMBER_HERE in text:
            text = _NUMBER.sub(lambda found: self._numbered(found, number), text)
        return text.replace(_COPY_HERE, str(number + 1)) if _COPY_HERE in text else text

    def _numbered(self, found: re.Match[str], number: int) -> str:
        prefix, original = found[1], int(found[2])
        return f"{prefix}-{original + number * (self.series[prefix] - FIRST + 1)}"

    def entry(self, entry: Mapping[str, Any]) -> dict[str, Any] | None:
        """The audit entry of an original, with holes; None when it speaks of a row that is not copied."""
        table, _, row_id = entry["subject"].partition("/")
        if row_id not in self._ids:
            return None
        own_id = entry["id"][: MARK.start] + _ID_HERE + entry["id"][MARK.stop :]
        changes = self.mould(entry["changes"])
        if table == "customers" and entry["kind"] == "new":
            named = f'"name": {json.dumps(json.loads(entry["changes"])["name"], ensure_ascii=False)}'
            changes = changes.replace(named, f'{named[:-1]} {_COPY_HERE}"')
        return {**entry, "id": own_id, "subject": self.mould(entry["subject"]), "changes": changes}

    def advance_series(self, connection: Connection) -> None:
        """Let the next number come after those of all copies."""
        table = NumberSeries.__table__
        for prefix, last in self.series.items():
            ahead = last + self.times * (last - FIRST + 1)
            connection.execute(sa.update(table).where(table.c.prefix == prefix).values(last=ahead))


def plan(connection: Connection, originals: Mapping[Table, list[Row]], times: int) -> Plan:
    """A plan for `times` copies of `originals` (the rows of each table, as the driver gave them)."""
    table = NumberSeries.__table__
    series = {row.prefix: row.last for row in connection.execute(sa.select(table))}
    return Plan(originals, times, series)


def _place(table: Table, column: str) -> int:
    return list(table.columns.keys()).index(column)


def _ids(tables: Mapping[Table, list[Row]]) -> set[str]:
    return {row[_place(table, "id")] for table, rows in tables.items() for row in rows}


def _domains(copied: Mapping[Table, list[Row]]) -> list[str]:
    """The customers' mail domains."""
    rows = ((table, row) for table, rows in copied.items() if table.name == "customers" for row in rows)
    addresses = (row[_place(table, "email")] for table, row in rows)
    return sorted({address.partition("@")[2] for address in addresses if address})


def _marks(ids: set[str], times: int) -> dict[int, str]:
    """Copy to mark; none that an original bears already."""
    taken = {row_id[MARK] for row_id in ids}
    marks = (_encoded(number) for number in range(1, times + len(taken) + 1))
    free = (mark for mark in marks if mark not in taken)
    return {number: next(free) for number in range(1, times + 1)}


def _encoded(number: int) -> str:
    digits = ""
    for _ in range(MARK.stop - MARK.start):
        number, digit = divmod(number, 32)
        digits = base32.ENCODE[digit] + digits
    return digits


def _secret(table: Table, place: int, copy: list[Any]) -> Any:
    """What a new row with the id of `copy` would have: the column's own default makes it."""
    made_of = {column.name: cell for column, cell in zip(table.columns, copy, strict=True)}
    default: Any = table.columns[table.columns.keys()[place]].default
    return default.arg(SimpleNamespace(get_current_parameters=lambda: made_of))
