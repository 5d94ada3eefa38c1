"""Rows that refer to each other and must be one party's: a job and its contact are of the same customer.

    contact_id = mapped_column(ForeignKey("customer_contacts.id"), info=of_the_same("customer_id"))

It is looked at before the commit, from both ends, so that it does not matter in which order things are set.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from .base import Base
from .errors import InvalidValue, RuleBroken
from .events import Event, Fact, at_the_end


def of_the_same(shared: str) -> dict[str, Any]:
    """`info=` of a foreign key: the row it refers to has the same value in the column `shared` as this row."""
    return {"same": shared}


class Kin(NamedTuple):
    """`child.key` refers to a row of `parent`, whose column `shared` is equal to the child's."""

    child: Any
    key: str
    parent: Any
    shared: str


@cache
def _all_kin() -> tuple[Kin, ...]:
    models = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    return tuple(
        Kin(model, column.key, models[next(iter(column.foreign_keys)).column.table], column.info["same"])
        for table, model in models.items()
        for column in table.columns
        if "same" in column.info
    )


@at_the_end
def _refuse_strangers(session: Session, facts: list[Fact], _events: list[Event]) -> None:
    for fact in facts:
        for kin in _all_kin() if fact.kind != "deleted" else ():
            if fact.model is kin.child and {kin.key, kin.shared} & _written(fact):
                _refuse_a_strange_parent(session, kin, fact.id)
            if fact.model is kin.parent and kin.shared in fact.before:
                _refuse_strange_children(session, kin, fact.id)


def _written(fact: Fact) -> set[str]:
    return set(fact.values if fact.kind == "new" else fact.before)


def _refuse_a_strange_parent(session: Session, kin: Kin, child_id: str) -> None:
    child = session.get(kin.child, child_id)
    key = getattr(child, kin.key, None)
    parent = session.get(kin.parent, key) if key is not None else None
    if parent is not None and getattr(parent, kin.shared) != getattr(child, kin.shared):
        sentence = f"{parent} belongs to {_owner(session, parent, kin)}, not to {_owner(session, child, kin)}"
        raise InvalidValue(kin.key, f"{sentence}: choose another, or leave it empty.")


def _refuse_strange_children(session: Session, kin: Kin, parent_id: str) -> None:
    parent = session.get(kin.parent, parent_id)
    if parent is None:
        return
    strangers = _strangers(session, kin, parent)
    named = next(strangers, None)
    if named is not None:
        raise RuleBroken(
            f"{parent} cannot go to {_owner(session, parent, kin)}: {named} belongs to it and to "
            f"{_owner(session, named, kin)}. Part them first."
        )


def _strangers(session: Session, kin: Kin, parent: Any) -> Iterator[Any]:
    key, shared = getattr(kin.child, kin.key), getattr(kin.child, kin.shared)
    yield from session.scalars(
        sa.select(kin.child).where(key == parent.id, shared != getattr(parent, kin.shared)).limit(1)
    )


def _owner(session: Session, row: Any, kin: Kin) -> Any:
    """Whose `row` is, by name."""
    column = sa.inspect(type(row)).local_table.c[kin.shared]
    owners = next(iter(column.foreign_keys)).column.table
    model = next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is owners)
    return session.get(model, getattr(row, kin.shared))
