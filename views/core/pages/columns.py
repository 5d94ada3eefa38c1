"""Which columns of a model pages show and forms write, by name; a many-to-one stands for its foreign key."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from models.core.base import BOOKKEEPING
from models.core.doors import columns_at_first, guarded_columns

from ..representation import parents_by_key

_NAMES: Final = ("number", "name", "title", "sku", "username", "description", "subject")


def told(model: Any) -> list[str]:
    """What a model tells people, in its own order: all but bookkeeping and secrets."""
    return [name for name, column in _columns(model, BOOKKEEPING) if not column.info.get("secret")]


@cache
def writable(model: Any, *, new: bool = True) -> dict[str, sa.Column[Any]]:
    """What a form may write, with the columns that keep it: not what only verbs write, and no key by itself.

    The form of a `new` row also writes what is typed at first only.
    """
    parents = {parent.key for parent in parents_by_key(model).values()}
    closed = guarded_columns(model) | (frozenset() if new else columns_at_first(model).keys())
    open_columns = _columns(model, BOOKKEEPING | closed)
    return {name: column for name, column in open_columns if name in parents or not column.foreign_keys}


def naming(model: Any) -> list[str]:
    """The columns by which people look a row up: at most two texts such as its number and its name, else its id."""
    texts = {column.key for column in model.__table__.c if isinstance(column.type, sa.String)}
    return [name for name in _NAMES if name in texts][:2] or ["id"]


def added_up(model: Any, names: list[str]) -> list[str]:
    """Those of the columns `names` whose sum means something: amounts and hours. The sum of prices means nothing."""
    units = {column.key: column.info.get("unit") for column in model.__table__.c}
    return [name for name in names if units.get(name) in ("$", "h") and not name.startswith("unit_")]


def _columns(model: Any, without: frozenset[str]) -> list[tuple[str, sa.Column[Any]]]:
    parents = parents_by_key(model)
    attributes = [each for each in sa.inspect(model).column_attrs if each.key not in without]
    return [(parents[a.key].key if a.key in parents else a.key, a.columns[0]) for a in attributes]
