"""The one door of a guarded column, and the check that every column makes of what it is given.

A state column is written only through a transition's open door; a `VERBS_ONLY` column only while a verb of its row
runs; a `GIVEN_ONCE` column only while its row is new. An `at_first` column is typed while its row is new; afterwards a
verb changes it. The doors hang on the attributes, so that forms, REST, raw tables, constructors, merges and scripts all
meet them; a house test bans the statements that no attribute sees.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.orm.attributes import NO_VALUE

from .base import Base
from .errors import DoorLocked, InvalidValue
from .limits import accept_for
from .types import Choice


def state_column(choices: type[enum.StrEnum], initial: Any, **kwargs: Any) -> MappedColumn[Any]:
    """A column of states that only transitions change; a new row begins in `initial`."""
    info = {"initial": initial} | kwargs.pop("info", {})
    return mapped_column(Choice(choices), default=initial, info=info, **kwargs)


VERBS_ONLY: dict[str, Any] = {"verbs_only": True}
"""`info=` of a column that is written only while a verb of its row runs."""

GIVEN_ONCE: dict[str, Any] = {"given_once": True}
"""`info=` of a column by which the program knows a row that it made itself: nobody changes it afterwards."""


def at_first(verb: str) -> dict[str, Any]:
    """`info=` of a column that is typed while its row is new, and changed by `verb` alone from then on.

    The verb takes the new value as its only required argument: an import of a known row speaks it.
    """
    return {"at_first": verb}


_GUARDS = {"initial", "verbs_only", "given_once"}


@functools.cache
def columns_at_first(model: type) -> dict[str, str]:
    """The columns of `model` that are typed for a new row only, and the verb that changes each afterwards."""
    attributes: Any = sa.inspect(model).column_attrs
    told = {each.key: each.columns[0].info.get("at_first", "") for each in attributes}
    return {key: verb for key, verb in told.items() if verb}


@functools.cache
def guarded_columns(model: type) -> frozenset[str]:
    """Names of the columns of `model` that no form, REST body or raw table may write."""
    attributes: Any = sa.inspect(model).column_attrs
    return frozenset(a.key for a in attributes if _GUARDS & a.columns[0].info.keys())


_door: ContextVar[tuple[Any, str, Any] | None] = ContextVar("open_door", default=None)
_speakers: ContextVar[tuple[Any, ...]] = ContextVar("speakers", default=())


@contextmanager
def open_door(row: Any, column: str, value: Any) -> Iterator[None]:
    """Inside the block `row.column` may be set to `value`."""
    token = _door.set((row, column, value))
    try:
        yield
    finally:
        _door.reset(token)


@contextmanager
def speaking(row: Any) -> Iterator[None]:
    """Inside the block a verb of `row` runs."""
    token = _speakers.set((*_speakers.get(), row))
    try:
        yield
    finally:
        _speakers.reset(token)


def is_spoken_to(row: Any) -> bool:
    """Whether a verb of `row` runs now: what it decides by must be read anew."""
    return any(speaker is row for speaker in _speakers.get())


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _hang_the_door(cls: type, key: str, attribute: Any) -> None:
    """Every column checks what it is given; active history keeps old values even of expired rows."""
    columns = getattr(attribute.property, "columns", None)
    if not columns:
        return
    column, info = columns[0], columns[0].info

    def on_set(target: Any, value: Any, old: Any, _initiator: Any) -> Any:
        value = _accepted(key, column, value)
        if "initial" in info:
            _guard_state(target, key, value, old, info["initial"])
        elif "verbs_only" in info:
            _guard_verbs_only(target, key, value, old)
        elif "given_once" in info and value != old and sa.inspect(target).key is not None:
            raise DoorLocked(key, f"{type(target).__name__}.{key} is given once and does not change.")
        elif "at_first" in info:
            _guard_at_first(target, key, value, old, info["at_first"])
        return value

    event.listen(attribute, "set", on_set, active_history=True, propagate=True, retval=True)
    if _GUARDS & info.keys():
        event.listen(attribute, "remove", functools.partial(_refuse_removal, key), propagate=True)
    if "initial" in info:
        _initial.setdefault(cls, {})[key] = info["initial"]


def _accepted(key: str, column: Any, value: Any) -> Any:
    try:
        return accept_for(column, value)
    except ValueError as refusal:
        raise InvalidValue(key, str(refusal)) from None


def _guard_state(target: Any, key: str, value: Any, old: Any, initial: Any) -> None:
    if value == old:  # PUT and forms send back what they read
        return
    opened = _door.get()
    if opened is not None and opened[0] is target and opened[1:] == (key, value):
        return
    if old is NO_VALUE and sa.inspect(target).key is None and value == initial:
        return
    name = type(target).__name__
    raise DoorLocked(key, f"{name}.{key} changes only by its verbs, not by assignment ({old} → {value}).")


def _guard_verbs_only(target: Any, key: str, value: Any, old: Any) -> None:
    if value == old or (value is None and old is NO_VALUE):
        return
    if is_spoken_to(target):
        return
    raise DoorLocked(key, f"{type(target).__name__}.{key} is written only by the verbs of its row.")


def _guard_at_first(target: Any, key: str, value: Any, old: Any, verb: str) -> None:
    if value == old or sa.inspect(target).key is None:
        return
    raise DoorLocked(key, f"{key.replace('_', ' ').capitalize()} is typed once: use “{verb}” to change it.")


def _refuse_removal(key: str, target: Any, _value: Any, _initiator: Any) -> None:
    raise DoorLocked(key, f"{type(target).__name__}.{key} cannot be deleted.")


_initial: dict[type, dict[str, Any]] = {}


@event.listens_for(Base, "init", propagate=True)
def _begin(target: Any, _args: Any, _kwargs: Any) -> None:
    """Also fired by Flask-Admin, which makes objects without calling `__init__`."""
    model: type = type(target)
    for key, value in _initial_states(model).items():
        setattr(target, key, value)


@functools.cache
def _initial_states(model: type) -> dict[str, Any]:
    """The state columns of `model`, inherited ones too, with what a new row begins in."""
    return {key: value for cls in reversed(model.__mro__) for key, value in _initial.get(cls, {}).items()}
