"""What a door answers when the ground floor says no: one place for forms, REST, raw tables and exports.

The door rolls the session back and asks `answer_to(error)`. None means that nobody foresaw the error: it is a
fault of the program, and the door lets it pass on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any, Final

from flask_appbuilder.exceptions import DatabaseException
from pydantic import ValidationError
from sqlalchemy import exc
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from models.core.errors import InvalidValue, NotAllowed, RuleBroken
from models.core.sentences import REQUIRED, by_field, listed, named

from . import constraints

STALE: Final = (
    "Nothing was changed: somebody else changed it after you opened it. "
    "Reload it, look at what is new, and try again."
)
GONE: Final = "It is not there any more: somebody else deleted it at the same moment."
BUSY: Final = "Nothing was changed: the database is busy or cannot be reached. Try again in a few seconds."
UNFIT: Final = (
    "Nothing was changed: a value does not fit its field (a number too large, or text that cannot be kept)."
)


@dataclass(frozen=True)
class Refusal:
    """An HTTP status, a sentence for the person at the screen, and sentences by the fields at fault.

    `retry_after` is the number of seconds after which the same request may pass (503 only). `details` are further
    keys of the JSON answer, for programs.
    """

    status: int
    message: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    retry_after: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, Any]:
        """The JSON answer: `message` is the sentence or, for 422 of known fields, the sentences by field."""
        if self.status == 422 and self.fields:
            return {"message": self.fields}
        told = dict(self.details) | {"message": self.message}
        return told | ({"fields": self.fields} if self.fields else {})

    @property
    def headers(self) -> dict[str, str]:
        """Headers that belong to the answer."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}


def answer_to(error: BaseException) -> Refusal | None:
    """The refusal that `error` means, with nothing of SQL in it; None when it is a fault of the program."""
    if isinstance(error, DatabaseException) and error.__cause__ is not None:
        return answer_to(error.__cause__)
    return _answer(error)


def invalid(fields: dict[str, list[str]]) -> Refusal:
    """422 with sentences by field; those under "" belong to none."""
    told = [
        f"{named(name)}: {sentence}" if name else sentence
        for name, all_ in fields.items()
        for sentence in all_
    ]
    known = {name: sentences for name, sentences in fields.items() if name}
    return Refusal(422, f"Nothing was changed. {' '.join(told)}", known)


@singledispatch
def _answer(_error: BaseException) -> Refusal | None:
    return None


@_answer.register
def _rule(error: RuleBroken) -> Refusal:
    return Refusal(403 if isinstance(error, NotAllowed) else 409, str(error), details=error.details)


@_answer.register
def _value(error: InvalidValue) -> Refusal:
    return invalid({error.field: [error.sentence]})


@_answer.register
def _values(error: ValidationError) -> Refusal:
    return invalid(by_field(error))


@_answer.register
def _stale(_error: StaleDataError) -> Refusal:
    return Refusal(412, STALE)


@_answer.register
def _gone(_error: ObjectDeletedError) -> Refusal:
    return Refusal(404, GONE)


@_answer.register(exc.DataError)
@_answer.register(UnicodeError)
@_answer.register(OverflowError)
def _unfit(_error: Exception) -> Refusal:
    return Refusal(422, UNFIT)


@_answer.register
def _wrapped(error: exc.StatementError) -> Refusal | None:
    """A value that its type refused while the statement was made."""
    return None if error.orig is None or isinstance(error, exc.DBAPIError) else answer_to(error.orig)


@_answer.register(exc.OperationalError)
@_answer.register(exc.InterfaceError)
@_answer.register(exc.TimeoutError)
def _unreachable(error: Exception) -> Refusal | None:
    missing = "no such" in str(getattr(error, "orig", ""))  # SQLite calls a missing table operational
    return None if missing else Refusal(503, BUSY, retry_after=2)


@_answer.register
def _integrity(error: exc.IntegrityError) -> Refusal:
    broken = constraints.broken_by(error)
    if broken.kind == "unique":
        return _taken(broken)
    if broken.kind == "referred":
        return Refusal(409, _in_use(broken))
    if broken.kind == "unknown reference":
        return invalid({broken.columns[0] if broken.columns else "": ["It does not exist, or no longer."]})
    if broken.kind == "missing":
        return invalid({column: [REQUIRED] for column in broken.columns})
    return Refusal(422, UNFIT)


def _taken(broken: constraints.Broken) -> Refusal:
    own = [column for column in broken.columns if not column.endswith("_id")] or list(broken.columns)
    if not own:
        return Refusal(409, "Nothing was changed: there is one like it already.")
    value = f" {broken.value}" if broken.value else ""
    beside = [named(column) for column in broken.columns if column not in own]
    scope = f" for this {listed(beside)}" if beside else ""
    sentence = f"The {listed([named(column) for column in own])}{value} is taken{scope}: choose another."
    return Refusal(409, sentence, {column: [sentence] for column in own})


def _in_use(broken: constraints.Broken) -> str:
    users = listed(list(broken.users)) if broken.users else "other rows"
    advice = f": {broken.instead} it instead." if broken.instead else ", so it cannot be deleted."
    return f"Nothing was deleted: this {broken.thing} is used by {users}{advice}"
