"""What was changed, by whom: one entry per row and transaction.

Each entry carries its own MAC, written in the transaction itself. Every minute the clock seals what is not sealed yet
into a chain, in which each seal's MAC covers the one before: an entry altered, removed, added or reordered shows. The
latest seal is sent to the owner, so that a cut tail shows as well. Entries are compared with the rows they speak of,
so that a value changed behind the program's back is found too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from . import clock, keys
from .actor import current_actor
from .base import BOOKKEEPING, Base, new_id
from .errors import BulkRefused
from .events import Event, Fact, at_the_end
from .labels import label
from .types import Exact, Prose, UtcDateTime


class AuditSeal(Base):
    """A link of the chain: how many entries it covers and a MAC over theirs and the seal before."""

    __tablename__ = "audit_seals"

    number: Mapped[int] = mapped_column(sa.Integer, unique=True)
    rows: Mapped[int] = mapped_column(sa.Integer)
    mac: Mapped[str] = mapped_column(sa.String(64))

    def __str__(self) -> str:
        return f"Seal {self.number}"


class AuditEntry(Base):
    """One row's change in one transaction: `changes` is JSON, column to [before, after] or, when new, to its value."""

    __tablename__ = "audit_entries"

    subject: Mapped[str] = mapped_column(sa.String(80), index=True)
    kind: Mapped[str] = mapped_column(sa.String(8))
    actor: Mapped[str] = mapped_column(sa.String(200))
    verbs: Mapped[str] = mapped_column(sa.String(400), default="")
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    changes: Mapped[str] = mapped_column(Prose(1_000_000))
    mac: Mapped[str] = mapped_column(sa.String(64))
    seal_id: Mapped[str | None] = mapped_column(sa.ForeignKey("audit_seals.id"), index=True)

    def __str__(self) -> str:
        return f"{label(self.subject.partition('/')[0]).capitalize()}: {self.kind}"


_SIGNED = ("id", "subject", "kind", "actor", "verbs", "at", "changes")


def _mac(*parts: str) -> str:
    return hmac.new(keys.derive("audit"), "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def _mac_of(entry: Any) -> str:
    at = entry["at"]
    moment = at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)
    return _mac(*(moment.isoformat() if name == "at" else str(entry[name]) for name in _SIGNED))


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


def _told_columns(model: type) -> dict[str, Any]:
    """The columns that the trail keeps, with their types, and relations, with None. Secrets are left out."""
    attributes: Any = sa.inspect(model).column_attrs
    untold = _UNTOLD | getattr(model, "__unaudited__", set())
    columns = {a.key: a.columns[0] for a in attributes if a.key not in untold}
    kinds = {key: column.type for key, column in columns.items() if not column.info.get("secret")}
    return kinds | dict.fromkeys(getattr(model, "__audited_relations__", ()))


@at_the_end
def _write_entries(session: Session, facts: list[Fact], events: list[Event]) -> None:
    merged = _merge(fact for fact in facts if getattr(fact.model, "__audited__", False))
    verbs = defaultdict(list)
    for happened in events:
        verbs[type(happened.subject), str(happened.subject.id)].append(happened.verb)
    entries = [_entry(fact, " ".join(verbs[key])) for key, fact in merged.items()]
    told = [entry for entry in entries if entry["changes"] != "{}" or entry["verbs"]]
    if told:
        session.execute(sa.insert(AuditEntry.__table__), told)


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
    return entry | {"mac": _mac_of(entry)}


def _changes(fact: Fact) -> dict[str, Any]:
    columns = _told_columns(fact.model)
    if fact.kind != "changed":
        return {k: plain(columns[k], v) for k, v in fact.values.items() if k in columns and v is not None}
    pairs = {
        key: [plain(columns[key], old), plain(columns[key], fact.values.get(key))]
        for key, old in fact.before.items()
        if key in columns
    }
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def seal(session: Session) -> AuditSeal | None:
    """Chain what was committed since the last seal; None when nothing was. Run by the one clock; does not commit."""
    last = session.scalars(
        sa.select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1).with_for_update()
    ).first()
    open_entries = (
        sa.select(AuditEntry.id, AuditEntry.mac).where(AuditEntry.seal_id.is_(None)).order_by(AuditEntry.id)
    )
    entries = session.execute(open_entries).all()
    if not entries:
        return None
    number, chained = (last.number + 1, last.mac) if last else (1, "")
    sealed = AuditSeal(number=number, rows=len(entries), mac=_mac(chained, *(mac for _, mac in entries)))
    session.add(sealed)
    session.flush()
    ids = [{"entry": entry_id, "seal": sealed.id} for entry_id, _ in entries]
    table = AuditEntry.__table__
    chain = sa.update(table).where(table.c.id == sa.bindparam("entry")).values(seal_id=sa.bindparam("seal"))
    session.connection().execute(chain, ids)
    return sealed


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
        if sealed.number != number or len(macs) != sealed.rows or sealed.mac != _mac(chained, *macs):
            yield f"audit_seals/{sealed.id}: entries are missing, added or reordered ({len(macs)} of {sealed.rows})."
        chained = sealed.mac
    for entry in _entries(session, AuditEntry.seal_id.is_(None)):
        yield from _damaged_entry(entry)


def _entries(session: Session, where: Any) -> Iterator[Any]:
    table = AuditEntry.__table__
    rows = session.execute(sa.select(table).where(where).order_by(table.c.id))
    yield from rows.mappings()


def _damaged_entry(entry: Any) -> Iterator[str]:
    if not hmac.compare_digest(_mac_of(entry), entry["mac"]):
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
    table, kinds = model.__table__, _told_columns(model)
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


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk(statement: ORMExecuteState) -> None:
    writes = statement.is_update or statement.is_delete or statement.is_insert
    if not writes or statement.execution_options.get("deliberate"):
        return
    key = getattr(getattr(statement.statement, "table", None), "key", None)
    if key in _audited_tables():
        raise BulkRefused(
            f"{key}: change its objects, or say .execution_options(deliberate='why') and record() the fact yourself."
        )


def _audited_tables() -> set[str]:
    mappers = Base.registry.mappers
    return {m.local_table.key for m in mappers if getattr(m.class_, "__audited__", False)}
