"""Facts first, then the bell.

A verb *announces* what was done; a flush notes every written row as a *fact* of plain values. Before the outermost
commit, reactions to both run in the same transaction until all is quiet: history, outbox, costing, alerts, and last
the audit. If one refuses, the transaction is broken and must be rolled back. After the commit *bells* are rung:
hints for the queue and for open pages, which may be lost without harm because a sweep finds what they missed.

It holds for every Session of the process.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from .base import session_of

MAX_ROUNDS = 20
"""How often reactions may cause further reactions before the transaction is refused as runaway."""

log = logging.getLogger(__name__)


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


EventReaction = Callable[[Session, Event], None]
FactReaction = Callable[[Session, list[Fact]], None]
LastReaction = Callable[[Session, list[Fact], list[Event]], None]
Bell = Callable[[list[tuple[Any, ...]]], None]

_ANY = "*"
_on_verb: dict[tuple[type, str], list[EventReaction]] = defaultdict(list)
_on_fact: dict[type, list[FactReaction]] = defaultdict(list)
_last: list[LastReaction] = []
_bells: dict[str, list[Bell]] = defaultdict(list)


def on_verb(model: type, *verbs: str) -> Callable[[EventReaction], EventReaction]:
    """React to `verbs` of `model` (to every verb when none is named), in the transaction that spoke them."""

    def register(reaction: EventReaction) -> EventReaction:
        for verb in verbs or (_ANY,):
            _on_verb[model, verb].append(reaction)
        return reaction

    return register


def on_fact(*models: type) -> Callable[[FactReaction], FactReaction]:
    """React to written rows of `models`, a batch at a time, in the transaction that wrote them.

    A reaction that aggregates rows first locks the row it will write (`base.lock`), in the order of ids.
    """

    def register(reaction: FactReaction) -> FactReaction:
        for model in models:
            _on_fact[model].append(reaction)
        return reaction

    return register


def at_the_end(reaction: LastReaction) -> LastReaction:
    """Run `reaction` once with all facts and events, after every other reaction has come to rest."""
    _last.append(reaction)
    return reaction


def on_bell(name: str) -> Callable[[Bell], Bell]:
    """Hear the bell `name` after a commit. No SQL is possible there, and what it raises is only logged."""

    def register(handler: Bell) -> Bell:
        _bells[name].append(handler)
        return handler

    return register


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


@event.listens_for(Session, "after_flush")
def _note_facts(session: Session, _context: UOWTransaction) -> None:
    facts = ledger(session).facts
    for kind, rows in (("new", session.new), ("changed", session.dirty), ("deleted", session.deleted)):
        facts.extend(fact for row in rows if (fact := _fact(row, kind)))


def _fact(row: Any, kind: str) -> Fact | None:
    model = type(row)
    if not _is_observed(model):
        return None
    state: Any = inspect(row)
    columns = [attribute.key for attribute in state.mapper.column_attrs]
    values = {key: state.dict.get(key) for key in columns}
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


def _is_observed(model: Any) -> bool:
    return model in _on_fact or getattr(model, "__audited__", False) or getattr(model, "__live__", False)


def _names(rows: Iterable[Any]) -> list[str]:
    return sorted(str(row) for row in rows)


def settle(session: Session) -> frozenset[str]:
    """React now to what was done so far, as a commit would, and go on in the same transaction.

    History and audit then name the actor and the moment of now, though many people's deeds are committed at once:
    for simulations. No bell is rung; returns the names of those that a commit would have rung.
    """
    _react(session)
    book: Ledger | None = session.info.pop("ledger", None)
    return frozenset(bell for bell, _ in book.bells) if book else frozenset()


@event.listens_for(Session, "before_commit")
def _react(session: Session) -> None:
    if session.in_nested_transaction():
        return
    book = ledger(session)
    if book.broken:
        raise InvalidRequestError("A reaction refused this transaction: roll it back first.")
    book.broken = True
    _until_quiet(session, book)
    book.broken = False


def _until_quiet(session: Session, book: Ledger) -> None:
    for _ in range(MAX_ROUNDS):
        session.flush()
        events, facts = book.pending, book.facts
        if not events and not facts:
            break
        book.pending, book.facts = [], []
        book.past_events += events
        book.past_facts += facts
        _tell(session, events, facts)
    else:
        raise RuntimeError("Reactions did not come to rest.")
    for reaction in _last:
        reaction(session, book.past_facts, book.past_events)


def _tell(session: Session, events: list[Event], facts: list[Fact]) -> None:
    for happened in events:
        model = type(happened.subject)
        for reaction in (*_on_verb[model, happened.verb], *_on_verb[model, _ANY]):
            reaction(session, happened)
    batches: dict[FactReaction, list[Fact]] = defaultdict(list)
    for fact in facts:
        for react in _on_fact[fact.model]:
            batches[react].append(fact)
    for react, batch in batches.items():
        react(session, batch)


@event.listens_for(Session, "after_commit")
def _ring_bells(session: Session) -> None:
    if session.in_nested_transaction():
        return
    book: Ledger | None = session.info.pop("ledger", None)
    if book is None:
        return
    rung: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for bell, what in dict.fromkeys(book.bells):
        rung[bell].append(what)
    for bell, all_of_it in rung.items():
        for handler in _bells[bell]:
            _hear(handler, bell, all_of_it)


def _hear(handler: Bell, bell: str, what: list[tuple[Any, ...]]) -> None:
    try:
        handler(what)
    except Exception:
        log.exception("The bell %s was not heard; the sweep will find what it announced.", bell)


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


@at_the_end
def _tell_open_pages(session: Session, facts: list[Fact], _events: list[Event]) -> None:
    for fact in facts:
        if getattr(fact.model, "__live__", False):
            ring(session, "live", fact.model.__tablename__, fact.id)
