"""What is written is held in one order: before the rows of a flush, those that they stand behind (`__behind__`).

Verbs and doors hold a row by `base.lock`, which begins with the row before it. A form, a reaction or a cascade writes
without; the statement would hold the row first, and what follows from it the one before: the other way round than
everybody else, who then wait for each other for ever. So each flush begins with the rows before its own, those of the
top first. What this transaction holds already costs nothing, and SQLite has one lock for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, SessionTransaction

from .base import HELD, READ_HELD, Base

Wanted = dict[type[Base], set[str]]


@event.listens_for(Session, "before_flush")
def hold_the_rows_before(session: Session, _context: Any, _instances: Any) -> None:
    """Hold what the rows of this flush stand behind, unless it is held already or as new as they are."""
    bind = session.get_bind()
    if bind.dialect.name != "postgresql":
        return
    held: set[tuple[str, str]] = session.info.setdefault(HELD, set())
    made = {row.id for row in session.new if isinstance(row, Base)}
    wanted: Wanted = {}
    for model, identity in _before_all(session):
        if identity not in made and (model.__tablename__, identity) not in held:
            wanted.setdefault(model, set()).add(identity)
    if not wanted:
        return
    connection = session.connection()
    for model in list(wanted):
        _add_those_before(connection, model, wanted)
    for model in sorted(wanted, key=lambda each: (_depth(each), each.__tablename__)):
        rows = sa.select(model.__table__.c.id).where(model.__table__.c.id.in_(wanted[model]))
        connection.execute(rows.order_by(model.__table__.c.id).with_for_update(key_share=True))
        held.update((model.__tablename__, identity) for identity in wanted[model])


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    """Its locks went with it; those that a savepoint took go when it is rolled back."""
    if transaction.parent is None or transaction.nested:
        for name in (HELD, READ_HELD):
            session.info.pop(name, None)


def _before_all(session: Session) -> Iterator[tuple[type[Base], str]]:
    """The model and id of each row that a written one stands behind, or stood."""
    written = (row for row in session.dirty if session.is_modified(row, include_collections=False))
    for row in (*session.new, *session.deleted, *written):
        if not getattr(row, "__behind__", ""):
            continue
        relation = _relation(type(row))
        named = sa.inspect(row).dict.get(relation.key)
        history = sa.inspect(row).attrs[_key(type(row))].history
        for identity in {named and named.id, *history.added, *history.unchanged, *history.deleted} - {None}:
            yield relation.mapper.class_, identity


def _add_those_before(connection: Connection, model: type[Base], wanted: Wanted) -> None:
    """Add to `wanted` the rows that those of `model` in it stand behind, up to the top."""
    if not model.__behind__:
        return
    before, key = _relation(model).mapper.class_, model.__table__.c[_key(model)]
    theirs = sa.select(key).where(model.__table__.c.id.in_(wanted[model]), key.is_not(None)).distinct()
    wanted.setdefault(before, set()).update(connection.execute(theirs).scalars())
    _add_those_before(connection, before, wanted)


def _depth(model: type[Base]) -> int:
    return 1 + _depth(_relation(model).mapper.class_) if model.__behind__ else 0


def _relation(model: type[Base]) -> Any:
    return sa.inspect(model).relationships[model.__behind__]


def _key(model: type[Base]) -> str:
    return str(next(iter(_relation(model).local_columns)).key)
