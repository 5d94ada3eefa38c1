"""Who is acting. The door (web, worker, command line) says it once; verbs, history and audit read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from .roles import ADMIN


@dataclass(frozen=True)
class Actor:
    """A person or a part of the system.

    `kind` is staff, customer, clock or system; `name` is what history shows;
    `reference` is the id of the staff user or contact, if any.
    """

    kind: str
    name: str
    reference: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)

    def has(self, *roles: str) -> bool:
        """Whether this actor holds one of `roles`. The system, its clock and an Admin hold all."""
        return self.kind in ("system", "clock") or ADMIN in self.roles or not self.roles.isdisjoint(roles)


SYSTEM = Actor("system", "System")
CLOCK = Actor("clock", "Clock")

_actor: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)


def current_actor() -> Actor:
    """Who acts now; the system when no door said otherwise."""
    return _actor.get()


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Act as `actor` inside the block."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def act_as(actor: Actor) -> None:
    """Act as `actor` for the rest of this context: for doors whose end is not in the same function."""
    _actor.set(actor)
