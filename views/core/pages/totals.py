"""How many rows a view has, and the sums of their money and hours, in one statement.

Counting can read an index alone; adding up must read every row. A view of very many rows is therefore counted at once
and added up when somebody looks at it already.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from models.core.base import db

ADDED_UP_AT_ONCE: Final = 10_000
"""Rows whose sums a page waits for."""

Sums = dict[str, Decimal]
Conditions = Sequence[sa.ColumnElement[bool]]


def counted(model: Any, names: Collection[str], conditions: Conditions) -> tuple[int, Sums | None]:
    """How many rows there are, and the sums of the columns `names`; None instead when there are too many rows."""
    rows = sa.select(sa.func.count().label("number")).select_from(model).where(*conditions).subquery()
    few = rows.c.number <= ADDED_UP_AT_ONCE
    sums = [
        sa.case((few, sa.select(_sum(model, name)).where(*conditions).scalar_subquery())) for name in names
    ]
    number, *found = db.session.execute(sa.select(rows.c.number, *sums)).one()
    return number, _by_name(names, found) if number <= ADDED_UP_AT_ONCE else None


def added_up(model: Any, names: Collection[str], conditions: Conditions) -> Sums:
    """The sums of the columns `names`, however many rows there are."""
    sums = [_sum(model, name) for name in names]
    return _by_name(names, db.session.execute(sa.select(*sums).where(*conditions)).one()) if sums else {}


def added_up_here(rows: Collection[Any], names: Collection[str]) -> Sums:
    """The sums of rows that are in memory."""
    return {name: sum((getattr(row, name) or Decimal(0) for row in rows), Decimal(0)) for name in names}


def _sum(model: Any, name: str) -> sa.ColumnElement[Any]:
    column = getattr(model, name)
    return sa.func.sum(column, type_=column.type)


def _by_name(names: Collection[str], found: Sequence[Any]) -> Sums:
    return {name: total or Decimal(0) for name, total in zip(names, found, strict=True)}
