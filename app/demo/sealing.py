"""The audit entries of copied rows, each with its own MAC, chained by seals as the clock would have done."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any, Final

from models.core.audit import AuditEntry, AuditSeal
from models.core.audit.tables import mac, macs, signed
from models.core.base import new_id

from .copies import Plan
from .loading import Loader

ROWS_OF_A_SEAL: Final = 20_000

entries, seals = AuditEntry.__table__, AuditSeal.__table__
_ENDS: Final = ("id", "mac", "seal_id")
ORDERED: Final = ("id", *(name for name in entries.columns.keys() if name not in _ENDS), "mac", "seal_id")  # noqa: SIM118 - a table's columns by name
"""The id first, by which entries are sorted; MAC and seal last."""


def write_sealed(loader: Loader, plan: Plan) -> None:
    """Write the copies' entries, each seal's before the next, after the last seal there is."""
    source, links = _copies(loader, plan), [_last_seal(loader)]
    while chunk := sorted(itertools.islice(source, ROWS_OF_A_SEAL)):
        link = _link(links[-1], [own for _, own in chunk])
        links.append(link)
        loader.write(entries, ORDERED, [loader.BETWEEN.join((line, own, link["id"])) for line, own in chunk])
    loader.write(seals, list(links[0]), (loader.line(link.values()) for link in links[1:]))


def _last_seal(loader: Loader) -> dict[str, str]:
    """By column."""
    columns = seals.columns.keys()
    rows = (dict(zip(columns, map(str, row), strict=True)) for row in loader.read(seals))
    return max(rows, key=lambda row: int(row["number"]))


def _link(before: dict[str, str], own: list[str]) -> dict[str, str]:
    """The seal of entries with these MACs."""
    numbers = {"number": str(int(before["number"]) + 1), "rows": str(len(own))}
    return before | numbers | {"id": new_id(), "mac": mac(before["mac"], *own)}


def _copies(loader: Loader, plan: Plan) -> Iterator[tuple[str, str]]:
    """Every copy of every entry: its line, as far as the MAC, and its MAC."""
    names = entries.columns.keys()
    for row in plan.originals[entries]:
        entry: dict[str, Any] | None = plan.entry(dict(zip(names, row, strict=True)))
        if entry is not None:
            line = plan.fill(loader.line(entry[name] for name in ORDERED if name not in _ENDS[1:]))
            yield from zip(line, macs(plan.fill(signed(entry | {"at": _moment(entry["at"])}))), strict=True)


def _moment(stored: str) -> dt.datetime:
    """SQLite keeps the text that the column's type wrote, in UTC."""
    return dt.datetime.fromisoformat(stored)
