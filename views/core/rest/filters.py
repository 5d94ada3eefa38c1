"""Conditions on a list: a column, an operator of Flask-AppBuilder's names, and a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict

from models.core.limits import accept
from models.core.sentences import SWITCH
from models.core.types import Exact, Prose, UtcDateTime

from ..representation import Shape, parent_column
from ..values import name_of
from .bodies import Malformed
from .json_values import identity, read_json

MOST_FILTERS: Final = 50
Scalar = bool | int | float | str | None


class Strict(BaseModel):
    """Refuses what it does not know, and text that no column could hold."""

    model_config = ConfigDict(extra="forbid", str_max_length=4000)


class Filter(Strict):
    """One condition: a column, an operator such as eq, ct or gt, and a value or several."""

    col: str
    opr: str
    value: Scalar | list[Scalar]


def no_column(name: str) -> Malformed:
    """The answer to a column that does not exist or that the reader may not see."""
    return Malformed(f"There is no column “{name[:60]}”.")


def column_of(shape: Shape, name: str) -> Any:
    """The attribute that `name` stands for; a many-to-one stands for its foreign key."""
    if name in shape.parents:
        return getattr(shape.model, parent_column(shape.parents[name]).key)
    if name not in shape.columns:
        raise no_column(name)
    return getattr(shape.model, name)


Test = Callable[[Any, Any], Any]

_EQUALITY: Final[dict[str, Test]] = {
    "eq": lambda column, value: column == value,
    "neq": lambda column, value: column.is_distinct_from(value),
}
_MEMBERSHIP: Final[dict[str, Test]] = {
    "in": lambda column, values: column.in_(values),
    "not_in": lambda column, values: sa.or_(column.is_(None), column.not_in(values)),
}
_ORDERED: Final[dict[str, Test]] = {
    "gt": lambda column, value: column > value,
    "lt": lambda column, value: column < value,
}
_RELATED: Final[dict[str, Test]] = {"rel_o_m": _EQUALITY["eq"], "nrel_o_m": _EQUALITY["neq"]}
_TEXT: Final[dict[str, Test]] = {
    "sw": lambda column, value: column.istartswith(value, autoescape=True),
    "ew": lambda column, value: column.iendswith(value, autoescape=True),
    "ct": lambda column, value: column.icontains(value, autoescape=True),
}
_NOT_TEXT: Final[dict[str, Test]] = {
    f"n{name}": lambda column, value, test=test: sa.or_(column.is_(None), ~test(column, value))  # type: ignore[misc]
    for name, test in _TEXT.items()
}


def operators_of(column: sa.Column[Any]) -> dict[str, Test]:
    """The operators by which `column` can be filtered."""
    if column.foreign_keys:
        return _EQUALITY | _MEMBERSHIP | _RELATED
    if isinstance(column.type, sa.Boolean):
        return _EQUALITY
    if isinstance(column.type, sa.Enum):
        return _EQUALITY | _MEMBERSHIP
    if isinstance(column.type, sa.String | Prose):
        return _TEXT | _NOT_TEXT | _EQUALITY | _MEMBERSHIP
    if isinstance(column.type, Exact | sa.Integer | sa.Date | UtcDateTime):
        return _EQUALITY | _ORDERED | _MEMBERSHIP
    return {}


def conditions(shape: Shape, filters: Sequence[Filter]) -> list[Any]:
    """`filters` as conditions; `Malformed` for a column, an operator or a value that cannot be."""
    return [_condition(shape, each) for each in filters]


def _condition(shape: Shape, told: Filter) -> Any:
    attribute = column_of(shape, told.col)
    column = attribute.property.columns[0]
    test = operators_of(column).get(told.opr)
    if test is None:
        raise Malformed(f"{name_of(told.col)} cannot be filtered by “{told.opr[:20]}”.")
    several = told.value if isinstance(told.value, list) else [told.value]
    try:
        values = [_operand(column, value) for value in several]
    except ValueError as error:
        raise Malformed(f"{name_of(told.col)}: {error}") from None
    if told.opr in _MEMBERSHIP:
        return test(attribute, values)
    if told.opr not in _EQUALITY and None in values:
        raise Malformed(f"{name_of(told.col)}: “{told.opr}” needs a value.")
    return sa.and_(sa.true(), *(test(attribute, value) for value in values))


def _operand(column: sa.Column[Any], value: Scalar) -> Any:
    """A filter's value as `column` compares it. In an address numbers may come as text and text as numbers."""
    if value is None or (value == "" and not isinstance(column.type, sa.String | Prose)):
        return None
    if column.foreign_keys:
        return _key(next(iter(column.foreign_keys)).column, value)
    if isinstance(column.type, sa.Boolean):
        return _switch(value)
    if isinstance(column.type, sa.Enum):
        return accept(column.type, str(value))
    if isinstance(column.type, sa.String | Prose):
        return accept(sa.String(4000), str(value))
    text = format(value, "f") if isinstance(value, float) else value
    return accept(column.type, read_json(column.type, text))


def _key(column: sa.Column[Any], value: Scalar) -> str | int:
    key = identity(column.type, value)
    if key is None:
        raise ValueError("This is no id.")
    return key


def _switch(value: Scalar) -> bool:
    switches = {"true": True, "y": True, "1": True, "false": False, "n": False, "0": False}
    try:
        return switches[str(value).lower()]
    except KeyError:
        raise ValueError(SWITCH) from None
