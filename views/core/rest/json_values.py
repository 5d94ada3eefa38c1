"""JSON values as columns take them: strict, so that nothing is rounded, guessed or cut on its way in."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import singledispatch
from typing import Any, Final

import sqlalchemy as sa

from models.core.limits import accept
from models.core.sentences import DATE, NUMBER, SWITCH, TEXT, TIME
from models.core.types import Exact, Prose, UtcDateTime

INEXACT: Final = "The number must be exact: give it as text, such as “12.50”."
_DECIMAL: Final = re.compile(r"[+-]?\d{1,40}(\.\d{1,40})?", re.ASCII)
_WHOLE: Final = re.compile(r"[+-]?\d{1,20}", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def identity_of(model: type, value: Any) -> str | int | None:
    """`value` as a primary key of `model`; None when it cannot be one."""
    return identity(sa.inspect(model).primary_key[0].type, value)


def identity(kind: Any, value: Any) -> str | int | None:
    """`value` as a key of the type `kind`; None when it cannot be one, and so no row has it."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if isinstance(kind, sa.Integer):
        return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else None
    return text if re.fullmatch(r"[0-9A-Za-z]{1,26}", text, re.ASCII) else None


@singledispatch
def read_json(_kind: Any, value: Any) -> Any:
    """`value` from JSON as a column of that type takes it; ValueError with a sentence."""
    return value


@read_json.register
def _text(_kind: sa.String, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(TEXT)
    return value


read_json.register(Prose, _text)


@read_json.register
def _choice(kind: sa.Enum, value: Any) -> Any:
    return accept(kind, value if isinstance(value, str) else json.dumps(value))


@read_json.register
def _exact(_kind: Exact, value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError(INEXACT)
    if isinstance(value, bool) or not isinstance(value, int | str) or not _DECIMAL.fullmatch(str(value)):
        raise ValueError(NUMBER)
    return value


@read_json.register
def _integer(_kind: sa.Integer, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | str) or not _WHOLE.fullmatch(str(value)):
        raise ValueError("This must be a whole number that is not too large.")
    return value


@read_json.register
def _switch(_kind: sa.Boolean, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(SWITCH)
    return value


@read_json.register
def _day(_kind: sa.Date, value: Any) -> dt.date:
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError(DATE)


@read_json.register
def _moment(_kind: UtcDateTime, value: Any) -> dt.datetime:
    try:
        if isinstance(value, str) and _TIME.fullmatch(value):
            return dt.datetime.fromisoformat(value.upper())
    except ValueError:
        pass
    raise ValueError(TIME)
