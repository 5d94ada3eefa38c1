"""Which rows stand on a page of a grid: found by the row that they follow, or else by the page's number.

A page that is found by its neighbour costs the same however deep it lies; the pager's links say both. A number alone,
such as a bookmark has, is counted off in the index before any row is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from flask import abort

from models.core.base import db

from ..rest.json_values import identity_of

_GONE: Final = "The row beside which this page begins was deleted: begin at the first page."


@dataclass(frozen=True)
class Order:
    """The order of a model's rows: by a column, and those that are equal in it by their ids."""

    model: Any
    column: str
    falling: bool

    def clauses(self, *, backwards: bool = False) -> list[sa.ColumnElement[Any]]:
        """What to order by; `backwards` from the last row to the first."""
        turn = sa.desc if self.falling != backwards else sa.asc
        ordering = [turn(getattr(self.model, self.column))]
        return ordering if self.column == "id" else [*ordering, turn(self.model.id)]

    def beyond(self, neighbour: str, *, backwards: bool = False) -> sa.ColumnElement[bool]:
        """Whether a row comes after the row `neighbour`, or before it when `backwards`. 404 when it is gone."""
        identity, falling = identity_of(self.model, neighbour), self.falling != backwards
        if identity is None:
            abort(404, _GONE)
        further = self.model.id < identity if falling else self.model.id > identity
        if self.column == "id":
            return further
        column = getattr(self.model, self.column)
        found = db.session.execute(sa.select(column).where(self.model.id == identity)).one_or_none()
        return _beyond(column, found[0], further, falling) if found else abort(404, _GONE)


def _beyond(column: Any, value: Any, further: Any, falling: bool) -> sa.ColumnElement[bool]:
    """PostgreSQL holds what is empty for larger than anything, SQLite for smaller."""
    empty_first = falling == (db.engine.dialect.name == "postgresql")
    if value is None:
        equals = sa.and_(column.is_(None), further)
        return sa.or_(equals, column.is_not(None)) if empty_first else equals
    here = sa.literal(value, column.type)
    strictly, at_least = (column < here, column <= here) if falling else (column > here, column >= here)
    filled = sa.and_(at_least, sa.or_(strictly, further))
    return filled if empty_first or not column.nullable else sa.or_(filled, column.is_(None))
