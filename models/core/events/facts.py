"""Noting what a flush wrote, as plain values."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, UOWTransaction

from .ledger import Fact, ledger
from .reactions import reacts_to


@event.listens_for(Session, "after_flush")
def _note_facts(session: Session, context: UOWTransaction) -> None:
    facts = ledger(session).facts
    removed = _removed(context)
    for kind, rows in (
        ("new", session.new),
        ("changed", _in_order(session.dirty.difference(removed))),
        ("deleted", _in_order(removed)),
    ):
        facts.extend(fact for row in rows if (fact := _fact(row, kind)))


def _removed(context: UOWTransaction) -> list[Any]:
    """Every row that the flush removes: what fell out of a collection too, which the session does not call deleted."""
    return [state.obj() for state, (is_deleted, _) in context.states.items() if is_deleted]


def _in_order(rows: Iterable[Any]) -> list[Any]:
    """The session keeps them in no order of its own; what follows from them, and the trail, should have one."""
    return sorted(rows, key=lambda row: (type(row).__name__, str(inspect(row).identity)))


def _fact(row: Any, kind: str) -> Fact | None:
    model: type = type(row)
    if not _is_observed(model):
        return None
    state: Any = inspect(row)
    columns = _columns(model)
    values = {key: state.dict.get(key) for key in columns}
    before: dict[str, Any] = {}
    if kind == "changed":  # histories are dear, and an import adds rows by the ten thousand
        histories = ((key, state.attrs[key].history) for key in columns)
        before = {key: history.deleted[0] for key, history in histories if history.deleted}
    for relation in getattr(model, "__audited_relations__", ()):
        related = state.attrs[relation].history
        values[relation] = _names(related.sum() if kind == "deleted" else related.non_deleted())
        if related.added or related.deleted:
            before[relation] = _names(related.non_added())
    if kind != "changed":
        return Fact(model, str(row.id), kind, values, {})
    return Fact(model, str(row.id), kind, values, before) if before else None


@functools.cache
def _columns(model: Any) -> tuple[str, ...]:
    return tuple(attribute.key for attribute in inspect(model).column_attrs)


def _is_observed(model: Any) -> bool:
    declared = ("__audited__", "__live__", "__portal__")
    return reacts_to(model) or any(getattr(model, name, False) for name in declared)


def _names(rows: Iterable[Any]) -> list[str]:
    return sorted(str(row) for row in rows)
