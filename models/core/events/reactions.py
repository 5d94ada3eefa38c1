"""Reacting to verbs and to facts before the commit, in the same transaction, until all is quiet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from sqlalchemy import event
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from .ledger import Event, Fact, Ledger, ledger

MAX_ROUNDS = 20
"""How often reactions may cause further reactions before the transaction is refused as runaway."""

EventReaction = Callable[[Session, Event], None]
FactReaction = Callable[[Session, list[Fact]], None]
LastReaction = Callable[[Session, list[Fact], list[Event]], None]

_ANY = "*"
_on_verb: dict[tuple[type, str], list[EventReaction]] = defaultdict(list)
_on_fact: dict[type, list[FactReaction]] = defaultdict(list)
_when_quiet: dict[FactReaction, frozenset[type]] = {}
_last: list[LastReaction] = []


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


def when_quiet(*models: type) -> Callable[[FactReaction], FactReaction]:
    """React to written rows of `models` once every other reaction has come to rest, in the same transaction.

    For what is summed of many tables: the locks that the sums are written under come after all others, and a
    transaction of many facts is summed once. What such a reaction writes is reacted to in its turn.
    """

    def register(reaction: FactReaction) -> FactReaction:
        _when_quiet[reaction] = frozenset(models)
        return reaction

    return register


def at_the_end(reaction: LastReaction) -> LastReaction:
    """Run `reaction` once with all facts and events, after every other reaction has come to rest."""
    _last.append(reaction)
    return reaction


def reacts_to(model: type) -> bool:
    """Whether some reaction waits for written rows of `model`."""
    return model in _on_fact or any(model in models for models in _when_quiet.values())


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
    settled = 0
    for _ in range(MAX_ROUNDS):
        session.flush()
        events, facts = book.pending, book.facts
        if not events and not facts:
            fresh, settled = book.past_facts[settled:], len(book.past_facts)
            if not _tell_when_quiet(session, fresh):
                break
            continue
        book.pending, book.facts = [], []
        book.past_events += events
        book.past_facts += facts
        _tell(session, events, facts)
    else:
        raise RuntimeError("Reactions did not come to rest.")
    for reaction in _last:
        reaction(session, book.past_facts, book.past_events)


def _tell_when_quiet(session: Session, facts: list[Fact]) -> bool:
    """Whether somebody waited for these facts until all was quiet."""
    told = False
    for react, models in _when_quiet.items():
        batch = [fact for fact in facts if fact.model in models]
        if batch:
            react(session, batch)
            told = True
    return told


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


def settle(session: Session) -> frozenset[str]:
    """React now to what was done so far, as a commit would, and go on in the same transaction.

    History and audit then name the actor and the moment of now, though many people's deeds are committed at once:
    for simulations. No bell is rung; returns the names of those that a commit would have rung.
    """
    _react(session)
    book: Ledger | None = session.info.pop("ledger", None)
    return frozenset(bell for bell, _ in book.bells) if book else frozenset()
