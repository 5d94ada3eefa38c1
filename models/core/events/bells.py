"""Ringing after the commit: hints that may be lost, because a sweep finds what they announced."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from .ledger import Event, Fact, Ledger, ring
from .reactions import at_the_end

Bell = Callable[[list[tuple[Any, ...]]], None]

log = logging.getLogger(__name__)

_bells: dict[str, list[Bell]] = defaultdict(list)


def on_bell(name: str) -> Callable[[Bell], Bell]:
    """Hear the bell `name` after a commit. No SQL is possible there, and what it raises is only logged."""

    def register(handler: Bell) -> Bell:
        _bells[name].append(handler)
        return handler

    return register


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


@at_the_end
def _tell_open_pages(session: Session, facts: list[Fact], _events: list[Event]) -> None:
    for fact in facts:
        if getattr(fact.model, "__live__", False):
            ring(session, "live", fact.model.__tablename__, fact.id)
