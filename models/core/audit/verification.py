"""Finding what was altered: in the trail itself, and in the rows that it speaks of.

Both are read side by side in the order of their ids, so that a shop of any size is verified in the same memory.
"""

from __future__ import annotations

import heapq
import hmac
import itertools
import json
import operator
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from ..base import Base
from .tables import AuditEntry, AuditSeal, mac, macs, signed
from .trail import plain, told_columns

READ_AT_ONCE: Final = 1_000

_entries = AuditEntry.__table__


def verify(session: Session) -> list[str]:
    """Every damage that the trail shows, as sentences that name the row; an empty list when all is well."""
    return [*_damaged_chain(session), *_changed_behind_the_back(session)]


def _damaged_chain(session: Session) -> Iterator[str]:
    chained = ""
    seals = session.scalars(sa.select(AuditSeal).order_by(AuditSeal.number)).all()
    for number, sealed in enumerate(seals, start=1):
        own: list[str] = []
        yield from _damaged_entries(session, _entries.c.seal_id == sealed.id, own)
        if sealed.number != number or len(own) != sealed.rows or sealed.mac != mac(chained, *own):
            yield f"audit_seals/{sealed.id}: entries are missing, added or reordered ({len(own)} of {sealed.rows})."
        chained = sealed.mac
    yield from _damaged_entries(session, _entries.c.seal_id.is_(None), [])


def _damaged_entries(session: Session, where: ColumnElement[bool], own: list[str]) -> Iterator[str]:
    """The entries whose MAC is not that of their content; adds every entry's to `own`, in the order of ids."""
    rows = _read(session, sa.select(_entries).where(where).order_by(_entries.c.id))
    while several := list(itertools.islice(rows, READ_AT_ONCE)):
        for entry, right in zip(several, macs(map(signed, several)), strict=True):
            own.append(entry["mac"])
            if not hmac.compare_digest(right, entry["mac"]):
                yield f"audit_entries/{entry['id']} about {entry['subject']} was altered."


def _read(session: Session, statement: sa.Select[Any]) -> Iterator[Any]:
    """The rows as mappings, a few at a time."""
    return iter(session.execute(statement, execution_options={"yield_per": READ_AT_ONCE}).mappings())


def _changed_behind_the_back(session: Session) -> Iterator[str]:
    both = heapq.merge(_recorded(session), _held(session), key=_subject)
    for subject, found in itertools.groupby(both, key=_subject):
        sides = [side for _, side in found]
        recorded = next((side for side in sides if isinstance(side, _Recorded)), None)
        held = next((side for side in sides if isinstance(side, _Held)), None)
        if held is not None:
            yield from _differences(subject, held, recorded.told if recorded else None)
        elif recorded is not None and recorded.told is not None and subject.partition("/")[0] in _audited():
            yield f"{subject} was removed behind the program's back."


class _Recorded(NamedTuple):
    """What the trail says a row holds now, by column; None when it was deleted."""

    told: dict[str, Any] | None


class _Held(NamedTuple):
    """What a table holds, and how the trail spells its columns."""

    row: Mapping[str, Any]
    kinds: Mapping[str, Any]


_subject = operator.itemgetter(0)


def _recorded(session: Session) -> Iterator[tuple[str, _Recorded]]:
    """In the order of subjects."""
    named = [_entries.c.subject, _entries.c.kind, _entries.c.changes]
    in_order = sa.select(*named).order_by(_by_letters(session, _entries.c.subject), _entries.c.id)
    for subject, changes in itertools.groupby(_read(session, in_order), key=operator.itemgetter("subject")):
        yield subject, _Recorded(_told(changes))


def _told(changes: Iterable[Any]) -> dict[str, Any] | None:
    """What the entries about one row amount to."""
    state: dict[str, Any] | None = None
    for entry in changes:
        try:
            told = json.loads(entry["changes"])
        except ValueError:
            continue  # an altered entry, already named by its MAC
        if entry["kind"] == "deleted":
            state = None
        elif entry["kind"] == "new":
            state = (state or {}) | told
        else:
            state = (state or {}) | {key: pair[1] for key, pair in told.items()}
    return state


def _held(session: Session) -> Iterator[tuple[str, _Held]]:
    """Every row of every audited table, in the order of subjects."""
    for name, model in sorted(_audited().items(), key=lambda each: f"{each[0]}/"):
        table, kinds = model.__table__, told_columns(model)
        for row in _read(session, sa.select(table).order_by(_by_letters(session, table.c.id))):
            yield f"{name}/{row['id']}", _Held(row, kinds)


def _audited() -> dict[str, type[Base]]:
    models = (mapper.class_ for mapper in Base.registry.mappers)
    return {model.__tablename__: model for model in models if getattr(model, "__audited__", False)}


def _by_letters(session: Session, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """An order that Python shares: a database of some language would have another."""
    text = column if isinstance(column.type, sa.String) else sa.cast(column, sa.String)
    return text.collate("C") if session.get_bind().dialect.name == "postgresql" else text


def _differences(subject: str, held: _Held, told: dict[str, Any] | None) -> Iterator[str]:
    if told is None:
        yield f"{subject} was added behind the program's back."
        return
    for column, value in told.items():
        if (
            column in held.kinds
            and column in held.row
            and plain(held.kinds[column], held.row[column]) != value
        ):
            yield f"{subject} was altered: {column} differs from the trail."
