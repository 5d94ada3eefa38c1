"""Writing the trail: what each transaction did to each row, as its last reaction."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from .. import clock
from ..actor import current_actor
from ..base import BOOKKEEPING, new_id
from ..events import Event, Fact, at_the_end
from ..types import Exact
from .tables import AuditEntry, mac_of


def plain(kind: Any, value: Any) -> Any:
    """A column's value as the trail spells it: the same text before it is stored and after it is read back."""
    if value is None or (isinstance(value, str | bool | int) and not hasattr(value, "name")):
        return value
    if isinstance(kind, Exact):
        return f"{value:.{kind.scale}f}"
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return str(getattr(value, "name", value)) if not isinstance(value, dict | list) else value


_UNTOLD = BOOKKEEPING - {"id"}
"""Bookkeeping that says nothing; a model adds its own in `__unaudited__`."""


def told_columns(model: type) -> dict[str, Any]:
    """The columns that the trail keeps, with their types, and relations, with None. Secrets are left out."""
    return _told_columns(model)


@functools.cache
def _told_columns(model: type) -> dict[str, Any]:
    attributes: Any = sa.inspect(model).column_attrs
    untold = _UNTOLD | getattr(model, "__unaudited__", set())
    columns = {a.key: a.columns[0] for a in attributes if a.key not in untold}
    kinds = {key: column.type for key, column in columns.items() if not column.info.get("secret")}
    return kinds | dict.fromkeys(getattr(model, "__audited_relations__", ()))


_INSERT: Final = sa.insert(AuditEntry.__table__)


@at_the_end
def _write_entries(session: Session, facts: list[Fact], events: list[Event]) -> None:
    merged = _merge(fact for fact in facts if getattr(fact.model, "__audited__", False))
    verbs = defaultdict(list)
    for happened in events:
        verbs[type(happened.subject), str(happened.subject.id)].append(happened.verb)
    entries = [_entry(fact, " ".join(verbs[key])) for key, fact in merged.items()]
    told = [entry for entry in entries if entry["changes"] != "{}" or entry["verbs"]]
    if told:
        session.execute(_INSERT, told)


def _merge(facts: Iterator[Fact]) -> dict[tuple[type, str], Fact]:
    """One fact for each row, from its first before to its last after."""
    merged: dict[tuple[type, str], Fact] = {}
    for fact in facts:
        first = merged.get((fact.model, fact.id))
        if first is not None:
            kind = "new" if first.kind == "new" and fact.kind != "deleted" else fact.kind
            fact = replace(fact, kind=kind, before=fact.before | first.before)
        merged[fact.model, fact.id] = fact
    return merged


def _entry(fact: Fact, verbs: str) -> dict[str, Any]:
    now = clock.now()
    entry = {
        "id": new_id(),
        "subject": f"{fact.model.__tablename__}/{fact.id}",
        "kind": fact.kind,
        "actor": current_actor().name[:200],
        "verbs": verbs[:400],
        "at": now,
        "changes": json.dumps(_changes(fact), sort_keys=True, ensure_ascii=False),
        "created_at": now,
        "updated_at": now,
    }
    return entry | {"mac": mac_of(entry)}


def _changes(fact: Fact) -> dict[str, Any]:
    columns = told_columns(fact.model)
    if fact.kind != "changed":
        return {k: plain(columns[k], v) for k, v in fact.values.items() if k in columns and v is not None}
    pairs = {
        key: [plain(columns[key], old), plain(columns[key], fact.values.get(key))]
        for key, old in fact.before.items()
        if key in columns
    }
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
