"""What a column accepts. One function, asked by the last door (the attribute) and, earlier, by forms and REST."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import singledispatch
from typing import Any

import sqlalchemy as sa

from .types import Exact, Prose, UtcDateTime

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LINE_END = re.compile(r"[\r\n\u2028\u2029]+")
_YEARS = range(1900, 2200)


def accept_for(column: sa.Column[Any], value: Any) -> Any:
    """`value` as `column` keeps it, within its type, `above`, `minimum` and `maximum`; ValueError with a sentence."""
    if value is None or isinstance(value, sa.ClauseElement):
        return value
    accepts, kind, above, minimum, maximum = _limits(column)
    accepted = accepts(kind, value)
    if above is not None and accepted <= above:
        raise ValueError(f"It must be more than {above}.")
    if minimum is not None and accepted < minimum:
        raise ValueError(f"It must be at least {minimum}.")
    if maximum is not None and accepted > maximum:
        raise ValueError(f"It must be at most {maximum}.")
    return accepted


@functools.cache
def _limits(column: sa.Column[Any]) -> tuple[Callable[[Any, Any], Any], Any, Any, Any, Any]:
    """What to ask of a column: found once, since an import asks half a million times."""
    above, minimum, maximum = (column.info.get(limit) for limit in ("above", "minimum", "maximum"))
    return accept.dispatch(type(column.type)), column.type, above, minimum, maximum


@singledispatch
def accept(kind: Any, value: Any) -> Any:  # noqa: ARG001 - chosen by it
    """`value` as a column of type `kind` keeps it; ValueError with a sentence when it cannot.

    Text comes back as it is, but on one line where the column is no prose: a title with a line end could stand in no
    mail's subject. Numbers come back as Decimal in the column's scale, names of choices as their enum.
    """
    return value


@accept.register
def _text(kind: sa.String, value: Any) -> Any:
    is_prose = isinstance(kind, sa.Text) or not isinstance(value, str)
    return _limited(value if is_prose else _LINE_END.sub(" ", value), kind.length)


@accept.register
def _prose(kind: Prose, value: Any) -> Any:
    return _limited(value, kind.limit)


def _limited(value: Any, limit: int | None) -> Any:
    if not isinstance(value, str):
        return value
    if _CONTROL.search(value):
        raise ValueError("The text has characters that cannot be kept (such as NUL): remove them.")
    if limit is not None and len(value) > limit:
        raise ValueError(f"The text has {len(value):,} characters; at most {limit:,} fit.")
    return value


@accept.register
def _choice(kind: sa.Enum, value: Any) -> Any:
    if kind.enum_class is None or isinstance(value, kind.enum_class):
        return value
    try:
        return kind.enum_class[value]
    except (KeyError, TypeError):
        raise ValueError(f"“{str(value)[:40]}” is none of {', '.join(kind.enums)}.") from None


def in_plain_digits(value: Any) -> Any:
    """`value` as it is; ValueError for text with other digits than ASCII’s, or with “_”: Python reads them."""
    if isinstance(value, str) and ("_" in value or not value.strip().isascii()):
        raise ValueError(f"“{value[:40]}” is not a number.")
    return value


@accept.register
def _exact(kind: Exact, value: Any) -> Decimal:
    if isinstance(value, float | bool):
        raise ValueError("The number must be exact: give it as text, such as “12.50”.")
    try:
        number = Decimal(in_plain_digits(value))
    except (InvalidOperation, TypeError, ValueError):
        raise ValueError(f"“{str(value)[:40]}” is not a number.") from None
    if not number.is_finite():
        raise ValueError("The number must be finite.")
    whole = kind.precision - kind.scale
    if number.copy_abs() >= Decimal(10) ** whole:
        raise ValueError(f"The number is too large: at most {whole} digits before the point fit.")
    exact = number.quantize(Decimal(1).scaleb(-kind.scale))
    if exact != number:
        raise ValueError(f"At most {kind.scale} decimals fit.")
    return exact


@accept.register
def _integer(kind: sa.Integer, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("This must be a whole number.")
    try:
        number = int(in_plain_digits(value))
    except ValueError:
        raise ValueError(f"“{value[:40]}” is not a whole number.") from None  # type: ignore[index]
    bound = 2**63 if isinstance(kind, sa.BigInteger) else 2**31
    if not -bound <= number < bound:
        raise ValueError("The number is too large.")
    return number


@accept.register(sa.Date)
@accept.register(UtcDateTime)
def _time(kind: Any, value: Any) -> Any:
    if isinstance(value, dt.date) and value.year not in _YEARS:
        raise ValueError(f"The year {value.year} is outside {_YEARS.start} to {_YEARS.stop - 1}.")
    if isinstance(kind, UtcDateTime) and isinstance(value, dt.datetime) and value.tzinfo is None:
        raise ValueError("The time has no time zone.")
    return value
