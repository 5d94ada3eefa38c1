"""Verbs: what may be done to a row, by whom, and from which state to which.

    @transition("status", {S.QUOTE}, S.QUOTE_SENT, by={OFFICE, MANAGER})
    def send_quote(self) -> None:
        "Send the quote to the customer."

The body holds guards (raise `RuleBroken`) and side facts. `models.core.doors` keeps everybody else out of the state.
"""

from __future__ import annotations

import enum
import functools
import inspect as python_inspect
import typing
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from .actor import current_actor
from .base import lock
from .doors import open_door, speaking
from .errors import NotAllowed, RuleBroken
from .events import announce
from .labels import label

Remarks = Mapping[str, tuple[Any, Any]]
"""Arguments that a verb takes besides its own, for whoever reacts to it: name to (type, default)."""


class _Computed(enum.Enum):
    COMPUTED = "computed"


COMPUTED = _Computed.COMPUTED
"""As a transition's target: the method returns the new state."""


@dataclass(frozen=True)
class Verb:
    """The declaration of a verb, from which its button, form, REST endpoint and permission come.

    `by` are the roles that may speak it; an empty set leaves it to the program itself. `column` and `sources` say
    from which states it is legal (`column` is None when that does not matter).
    """

    name: str
    method: Callable[..., Any]
    by: frozenset[str]
    column: str | None
    sources: frozenset[Any]
    target: Any
    remarks: Remarks
    unless: Callable[[Any], str] | None = None

    @property
    def title(self) -> str:
        """The verb as a button says it, such as “Send quote”."""
        return self.name.replace("_", " ").capitalize()

    @property
    def summary(self) -> str:
        """The first line of the method's docstring."""
        return (python_inspect.getdoc(self.method) or self.title).splitlines()[0]

    @functools.cached_property
    def arguments(self) -> type[BaseModel]:
        """A pydantic model of the verb's arguments: unknown names are refused, text is limited and stripped."""
        hints = typing.get_type_hints(self.method, include_extras=True)
        parameters = list(python_inspect.signature(self.method).parameters.values())[1:]
        fields: dict[str, Any] = {
            p.name: (hints.get(p.name, str), ... if p.default is p.empty else p.default) for p in parameters
        }
        config = ConfigDict(extra="forbid", str_max_length=4000, str_strip_whitespace=True)
        name = "".join(word.capitalize() for word in self.method.__qualname__.replace(".", "_").split("_"))
        return create_model(name, __config__=config, **(fields | dict(self.remarks)))

    @functools.cached_property
    def must_ask(self) -> bool:
        """Whether the verb cannot be spoken without arguments."""
        return any(argument.is_required() for argument in self.arguments.model_fields.values())

    def is_legal_for(self, row: Any) -> bool:
        """Whether the row's state admits the verb now, though a guard may still refuse it."""
        return self.is_admitted_by_state(row) and not self.why_not(row)

    def is_admitted_by_state(self, row: Any) -> bool:
        """Whether it is the verb's turn: what else speaks against it now may pass."""
        return self.column is None or getattr(row, self.column) in self.sources

    def why_not(self, row: Any) -> str:
        """Why the verb is not possible now, as a sentence; empty when it is, though a guard may still refuse it."""
        if told := self.why_not_for_actor(row):
            return told
        if self.column is not None and not self.is_admitted_by_state(row):
            return self._refusal(row, getattr(row, self.column))
        return self.unless(row) if self.unless else ""

    def why_not_for_actor(self, row: Any) -> str:
        """Why the row is for others than who acts, by its own `not_for`; empty when it is for them, or has none.

        It goes before all other sentences, since these name the row.
        """
        not_for = getattr(row, "not_for", None) if self.by else None
        return not_for(current_actor()) if not_for else ""

    def speak(self, row: Any, /, **arguments: Any) -> Any:
        """Lock the row, check its state, run the method, move the state and announce it."""
        lock(row)
        old = getattr(row, self.column) if self.column else None
        remarks = {name: arguments.pop(name, default) for name, (_, default) in self.remarks.items()}
        with speaking(row):
            if told := self.why_not_for_actor(row):
                raise NotAllowed(told)
            why_not = self.why_not(row)
            if why_not:
                raise RuleBroken(why_not)
            result = self.method(row, **arguments)
        new = self._move(row, old, result)
        announce(row, self.name, old=old, new=new, **arguments, **remarks)
        return result

    def _move(self, row: Any, old: Any, result: Any) -> Any:
        if self.column is None or self.target is None:
            return old
        new = result if self.target is COMPUTED else self.target
        with open_door(row, self.column, new):
            setattr(row, self.column, new)
        return new

    def _refusal(self, row: Any, state: Any) -> str:
        legal = sorted((label(source) for source in self.sources), key=str)
        action = self.name.replace("_", " ")
        return f"{row} is {label(state)}: to {action} it must be {', '.join(legal)}."


def transition(
    column: str,
    sources: Collection[Any],
    target: Any,
    *,
    by: Collection[str] = (),
    remarks: Remarks | None = None,
    unless: Callable[[Any], str] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a method as the verb that moves `column` from one of `sources` to `target`.

    `target` is a state, or `COMPUTED` when the method returns it. `unless` says of a row, in a sentence, why the verb
    is not possible now; an empty text when it is.
    """
    return _declare(column, frozenset(sources), target, frozenset(by), remarks or {}, unless)


def verb(
    *,
    by: Collection[str] = (),
    column: str | None = None,
    sources: Collection[Any] = (),
    remarks: Remarks | None = None,
    unless: Callable[[Any], str] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a method as a verb that moves no state; with `column`, only from one of `sources`.

    `unless` says of a row, in a sentence, why the verb is not possible now; an empty text when it is.
    """
    return _declare(column, frozenset(sources), None, frozenset(by), remarks or {}, unless)


def _declare(
    column: str | None,
    sources: frozenset[Any],
    target: Any,
    by: frozenset[str],
    remarks: Remarks,
    unless: Callable[[Any], str] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def wrap(method: Callable[..., Any]) -> Callable[..., Any]:
        declared = Verb(method.__name__, method, by, column, sources, target, remarks, unless)
        signature = python_inspect.signature(method)

        @functools.wraps(method)
        def speak(self: Any, *args: Any, **kwargs: Any) -> Any:
            own = {name: value for name, value in kwargs.items() if name not in remarks}
            bound = signature.bind(self, *args, **own)  # TypeError before anything moves
            bound.apply_defaults()
            arguments = dict(list(bound.arguments.items())[1:])
            return declared.speak(self, **arguments, **{k: v for k, v in kwargs.items() if k in remarks})

        speak.verb = declared  # type: ignore[attr-defined]
        return speak

    return wrap


@functools.cache
def verbs_of(model: type) -> dict[str, Verb]:
    """The verbs of `model` by name, inherited ones first, in the order of declaration."""
    members = {name: member for cls in reversed(model.__mro__) for name, member in vars(cls).items()}
    return {
        name: member.verb
        for name, member in members.items()
        if isinstance(getattr(member, "verb", None), Verb)
    }
