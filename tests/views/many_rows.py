"""Rows in every table, made of nothing but the column types, so that a new model is filled without being named."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_appbuilder import Model

from models.core.base import Base, db, new_id
from models.core.types import Exact, UtcDateTime

MOMENT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def fill_every_table(number: int, only: frozenset[str] = frozenset()) -> None:
    """Add `number` rows to each table (or to `only` some), each referring to different rows where it can."""
    ids: dict[str, list[Any]] = {"ab_user": list(db.session.scalars(sa.text("select id from ab_user")))}
    ours = {mapper.local_table.name for mapper in Base.registry.mappers if issubclass(mapper.class_, Base)}
    connection = db.session.connection()
    for table in Model.metadata.sorted_tables:
        if table.name in (only or ours) and not _is_one_row_a_choice(table):
            rows = _each_once(table, [_row(table, ids, place) for place in range(number)])
            connection.execute(sa.insert(table), rows)
            ids[table.name] = [row["id"] for row in rows]
    db.session.commit()


def _is_one_row_a_choice(table: sa.Table) -> bool:
    """Such tables are full already."""
    return any(isinstance(column.type, sa.Enum) and column.unique for column in table.columns)


def _each_once(table: sa.Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without those that are alike where a table wants them different, such as one row a person and kind."""
    for constraint in table.constraints:
        if isinstance(constraint, sa.UniqueConstraint) and len(constraint.columns) > 1:
            names = [column.name for column in constraint.columns]
            first = {tuple(row[name] for name in names): row for row in reversed(rows)}
            rows = [row for row in rows if first[tuple(row[name] for name in names)] is row]
    return rows


def _row(table: sa.Table, ids: dict[str, list[Any]], place: int) -> dict[str, Any]:
    return {column.name: _value(column, ids, place) for column in table.columns}


def _value(column: sa.Column[Any], ids: dict[str, list[Any]], place: int) -> Any:
    if column.primary_key:
        return new_id()
    for key in column.foreign_keys:
        known = ids.get(key.column.table.name, [])
        is_used_up = column.unique and place >= len(known)
        return None if is_used_up or not known else known[place % len(known)]
    return _plain_value(column, place)


def _plain_value(column: sa.Column[Any], place: int) -> Any:
    kind, text = column.type, f"{place:07}{column.name}"
    makers: dict[type, Any] = {
        sa.Enum: lambda: list(kind.enum_class)[place % 2],
        sa.Boolean: lambda: bool(place % 2),
        Exact: lambda: Decimal(place % 100 + 1),
        sa.Integer: lambda: 1 if column.name == "version" else 1_000_000 + place,
        sa.Date: lambda: MOMENT.date() + dt.timedelta(days=place if column.unique else 0),
        UtcDateTime: lambda: None if column.nullable else MOMENT,
        sa.JSON: dict,
    }
    for type_, make in makers.items():
        if isinstance(kind, type_):
            return make()
    if column.nullable and (place % 2 or column.name.endswith("_key")):
        # Labels then name the row by something else, and a key of the storage would lead to nothing.
        return None
    return text[: getattr(kind, "length", None) or 20]
