"""Finding what was altered: in the trail itself, and in the rows that it speaks of."""

from __future__ import annotations

import hmac
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..base import Base
from .tables import AuditEntry, AuditSeal, mac, mac_of
from .trail import plain, told_columns


def verify(session: Session) -> list[str]:
    """Every damage that the trail shows, as sentences that name the row; an empty list when all is well."""
    return [*_damaged_chain(session), *_changed_behind_the_back(session)]


def _damaged_chain(session: Session) -> Iterator[str]:
    chained = ""
    seals = session.scalars(sa.select(AuditSeal).order_by(AuditSeal.number)).all()
    for number, sealed in enumerate(seals, start=1):
        macs = []
        for entry in _entries(session, AuditEntry.seal_id == sealed.id):
            yield from _damaged_entry(entry)
            macs.append(entry["mac"])
        if sealed.number != number or len(macs) != sealed.rows or sealed.mac != mac(chained, *macs):
            yield f"audit_seals/{sealed.id}: entries are missing, added or reordered ({len(macs)} of {sealed.rows})."
        chained = sealed.mac
    for entry in _entries(session, AuditEntry.seal_id.is_(None)):
        yield from _damaged_entry(entry)


def _entries(session: Session, where: Any) -> Iterator[Any]:
    table = AuditEntry.__table__
    rows = session.execute(sa.select(table).where(where).order_by(table.c.id))
    yield from rows.mappings()


def _damaged_entry(entry: Any) -> Iterator[str]:
    if not hmac.compare_digest(mac_of(entry), entry["mac"]):
        yield f"audit_entries/{entry['id']} about {entry['subject']} was altered."


def _changed_behind_the_back(session: Session) -> Iterator[str]:
    recorded = _recorded_state(session)
    for mapper in Base.registry.mappers:
        model = mapper.class_
        if getattr(model, "__audited__", False):
            yield from _differences(session, model, recorded.get(model.__tablename__, {}))


def _recorded_state(session: Session) -> dict[str, dict[str, dict[str, Any] | None]]:
    """What the trail says each row holds now: table to id to columns, None for a deleted row."""
    state: dict[str, dict[str, dict[str, Any] | None]] = defaultdict(dict)
    columns = sa.select(AuditEntry.subject, AuditEntry.kind, AuditEntry.changes).order_by(AuditEntry.id)
    for subject, kind, changes in session.execute(columns):
        table, _, row_id = subject.partition("/")
        try:
            told = json.loads(changes)
        except ValueError:
            continue  # an altered entry, already named by its MAC
        if kind == "deleted":
            state[table][row_id] = None
        else:
            after = told if kind == "new" else {key: pair[1] for key, pair in told.items()}
            state[table][row_id] = (state[table].get(row_id) or {}) | after
    return state


def _differences(session: Session, model: type[Base], recorded: dict[str, Any]) -> Iterator[str]:
    table, kinds = model.__table__, told_columns(model)
    seen = set()
    for row in session.execute(sa.select(table)).mappings():
        seen.add(str(row["id"]))
        told = recorded.get(str(row["id"]))
        if told is None:
            yield f"{table.name}/{row['id']} was added behind the program's back."
            continue
        for column, value in told.items():
            if column in kinds and column in row and plain(kinds[column], row[column]) != value:
                yield f"{table.name}/{row['id']} was altered: {column} differs from the trail."
    gone = (row_id for row_id, told in recorded.items() if told is not None and row_id not in seen)
    for row_id in gone:
        yield f"{table.name}/{row_id} was removed behind the program's back."
