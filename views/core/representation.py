"""How a row looks from outside: which columns a reader may see, what their values are in JSON, what they accept.

Decimals are strings, times RFC 3339 in UTC, dates ISO 8601, enums their names, ids strings. A many-to-one is
`<name>_id` and, for reading, its label under `<name>`.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, singledispatch
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapper, RelationshipProperty, joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from models.core.base import BOOKKEEPING
from models.core.doors import columns_at_first, guarded_columns
from models.core.visibility import hidden_columns


@dataclass(frozen=True)
class Shape:
    """A model as one kind of reader sees it: its visible columns, and its many-to-ones by name, in order."""

    model: type
    columns: dict[str, sa.Column[Any]]
    parents: dict[str, RelationshipProperty[Any]]

    @property
    def names(self) -> list[str]:
        """Every name of a representation: columns, each many-to-one's label after its id."""
        labels = {parent_column(parent).key: name for name, parent in self.parents.items()}
        return [each for key in self.columns for each in (key, labels.get(key)) if each]

    @property
    def writable(self) -> dict[str, sa.Column[Any]]:
        """The columns that the body of a new row may carry."""
        closed = guarded_columns(self.model) | BOOKKEEPING
        return {key: column for key, column in self.columns.items() if key not in closed}

    @property
    def changeable(self) -> dict[str, sa.Column[Any]]:
        """The columns that a body may carry which changes a row."""
        first = columns_at_first(self.model)
        return {key: column for key, column in self.writable.items() if key not in first}


def shape_of(model: type, roles: Iterable[str]) -> Shape:
    """`model` as holders of `roles` see it."""
    return _shape(model, hidden_columns(model, roles))


@cache
def _shape(model: type, hidden: frozenset[str]) -> Shape:
    mapper: Mapper[Any] = sa.inspect(model)
    columns = {
        a.key: cast("sa.Column[Any]", a.columns[0]) for a in mapper.column_attrs if a.key not in hidden
    }
    parents = {parent.key: parent for key, parent in parents_by_key(model).items() if key in columns}
    return Shape(model, columns, parents)


@cache
def parents_by_key(model: type) -> dict[str, RelationshipProperty[Any]]:
    """The many-to-ones of `model` by the name of their foreign key, in order."""
    mapper: Mapper[Any] = sa.inspect(model)
    parents = [each for each in mapper.relationships if each.direction is sa.orm.MANYTOONE]
    return {parent_column(parent).key: parent for parent in parents if len(parent.local_columns) == 1}


def parent_column(parent: RelationshipProperty[Any]) -> sa.Column[Any]:
    """The foreign key column of a many-to-one."""
    (column,) = parent.local_columns
    return cast("sa.Column[Any]", column)


def identity_column(model: type) -> sa.Column[Any]:
    """The primary key column of `model`."""
    mapper: Mapper[Any] = sa.inspect(model)
    return cast("sa.Column[Any]", mapper.primary_key[0])


def represent(row: Any, shape: Shape, names: Sequence[str] | None = None) -> dict[str, Any]:
    """`row` as JSON values by name; only `names`, when given."""
    return {name: _value_of(row, shape, name) for name in (shape.names if names is None else names)}


def _value_of(row: Any, shape: Shape, name: str) -> Any:
    value = getattr(row, name)
    if name in shape.parents:
        return None if value is None else str(value)
    column = shape.columns[name]
    if (column.primary_key or column.foreign_keys) and value is not None:
        return str(value)
    return plain(value)


@singledispatch
def plain(value: Any) -> Any:
    """A column's value as JSON has it."""
    return value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)


@plain.register
def _decimal(value: Decimal) -> str:
    return format(value, "f")


@plain.register
def _moment(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


@plain.register
def _day(value: dt.date) -> str:
    return value.isoformat()


@plain.register
def _name(value: enum.Enum) -> str:
    return value.name


def labels_joined(shape: Shape, names: Sequence[str] | None = None) -> list[_AbstractLoad]:
    """Loader options that fetch the labels among `names` in the same query, however they are composed."""
    wanted = shape.parents if names is None else [name for name in shape.parents if name in names]
    options: list[_AbstractLoad] = []
    for name in wanted:
        attribute = getattr(shape.model, name)
        options.append(joinedload(attribute).options(*its_name_joined(shape.parents[name].mapper.class_)))
    return options


def its_name_joined(model: type, depth: int = 3) -> list[_AbstractLoad]:
    """Loader options of the many-to-ones that `__str__` mentions: a design version is called after its design."""
    code = getattr(model.__str__, "__code__", None)
    mentioned = code.co_names if code is not None and depth else ()
    return [
        joinedload(getattr(model, parent.key)).options(*its_name_joined(parent.mapper.class_, depth - 1))
        for parent in parents_by_key(model).values()
        if parent.key in mentioned
    ]
