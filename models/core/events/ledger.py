"""What one transaction has announced, written and will ring, savepoints included."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from ..base import session_of


@dataclass(frozen=True)
class Event:
    """A verb was spoken: the row, the verb's name and its particulars."""

    subject: Any
    verb: str
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Such as `jobs.start_production`: the row's table and the verb."""
        return f"{self.subject.__tablename__}.{self.verb}"


@dataclass(frozen=True)
class Fact:
    """A row was written. `kind` is new, changed or deleted; `before` holds the old values of changed columns."""

    model: type[Any]
    id: str
    kind: str
    values: dict[str, Any]
    before: dict[str, Any]

    def touches(self, columns: Collection[str]) -> bool:
        """Whether the row is new or deleted, or one of these columns of it changed."""
        return self.kind != "changed" or not self.before.keys().isdisjoint(columns)

    def led_to(self, column: str) -> Iterator[str]:
        """The id that `column` holds, and the one that it held before; nothing for an empty one."""
        return (row[column] for row in (self.values, self.before) if row.get(column))


class Ledger:
    """What one transaction has announced, written and will ring."""

    def __init__(self) -> None:
        self.pending: list[Event] = []
        self.facts: list[Fact] = []
        self.bells: list[tuple[str, tuple[Any, ...]]] = []
        self.past_events: list[Event] = []
        self.past_facts: list[Fact] = []
        self.marks: dict[SessionTransaction, tuple[int, ...]] = {}
        self.broken = False

    def _lists(self) -> tuple[list[Any], ...]:
        return self.pending, self.facts, self.bells, self.past_events, self.past_facts

    def mark(self, savepoint: SessionTransaction) -> None:
        """Remember how far the lists reached when `savepoint` began."""
        self.marks[savepoint] = tuple(len(entries) for entries in self._lists())

    def forget_since(self, savepoint: SessionTransaction) -> None:
        """Drop what was noted inside a rolled-back `savepoint`."""
        for entries, length in zip(self._lists(), self.marks.pop(savepoint), strict=True):
            del entries[length:]


def ledger(session: Session) -> Ledger:
    """The ledger of the session's transaction."""
    book: Ledger = session.info.setdefault("ledger", Ledger())
    return book


def announce(subject: Any, verb: str, **details: Any) -> None:
    """Note that `verb` was spoken to `subject`; RuntimeError outside a session."""
    ledger(session_of(subject)).pending.append(Event(subject, verb, details))


def record(session: Session, fact: Fact) -> None:
    """Note a fact that a deliberate bulk statement wrote behind the flush."""
    ledger(session).facts.append(fact)


def ring(session: Session, bell: str, *what: Any) -> None:
    """Ring `bell` with `what` once the transaction has committed; equal rings are rung once."""
    ledger(session).bells.append((bell, what))


@event.listens_for(Session, "after_transaction_create")
def _mark_savepoint(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        ledger(session).mark(transaction)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    book: Ledger | None = session.info.get("ledger")
    if book is None:
        return
    if transaction.nested and transaction in book.marks:
        book.forget_since(transaction)
    elif transaction.parent is None:
        session.info.pop("ledger", None)
