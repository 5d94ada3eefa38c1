"""Which rule of the database an IntegrityError tells of. PostgreSQL names it, SQLite has to be asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Mapper

from models.core.base import Base, db
from models.core.labels import noun_of
from models.core.sqlite import reading
from models.core.workflow import verbs_of


@dataclass(frozen=True)
class Broken:
    """A broken rule.

    `kind` is unique, referred (a row in use was deleted), unknown reference, missing or other. `thing` names
    the kind of row, `users` are the tables that refer to it, and `instead` is the verb that puts it away.
    """

    kind: str
    columns: tuple[str, ...] = ()
    value: str = ""
    thing: str = "row"
    users: tuple[str, ...] = ()
    instead: str = ""


_KINDS: Final = {"23505": "unique", "23503": "unknown reference", "23502": "missing"}
_SQLITE: Final = re.compile(r"(UNIQUE|NOT NULL) constraint failed: (.+)")


def broken_by(error: IntegrityError) -> Broken:
    """The rule that the statement of `error` broke."""
    diagnosis = getattr(error.orig, "diag", None)
    kind, columns = _from_postgresql(diagnosis) if diagnosis else _from_sqlite(str(error.orig))
    deleted = re.match(r'DELETE FROM "?(\w+)', error.statement or "")
    if kind == "unknown reference" and deleted:
        return _referred(deleted[1], error.params)
    return Broken(kind, columns, _value(error, columns) if kind == "unique" and len(columns) == 1 else "")


def _from_postgresql(diagnosis: Any) -> tuple[str, tuple[str, ...]]:
    kind = _KINDS.get(diagnosis.sqlstate, "other")
    if kind == "missing":
        return kind, (diagnosis.column_name,)
    table = db.metadata.tables.get(diagnosis.table_name)
    named: list[Any] = [] if table is None else [*table.constraints, *table.indexes]
    for constraint in named:
        if constraint.name == diagnosis.constraint_name:
            return kind, tuple(column.name for column in constraint.columns)
    return kind, ()


def _from_sqlite(message: str) -> tuple[str, tuple[str, ...]]:
    found = _SQLITE.match(message)
    if found:
        columns = tuple(name.split(".")[-1] for name in found[2].split(", "))
        return ("unique" if found[1] == "UNIQUE" else "missing"), columns
    return ("unknown reference" if message.startswith("FOREIGN KEY") else "other"), ()


def _value(error: IntegrityError, columns: tuple[str, ...]) -> str:
    """The value that is taken, when the column is one that everybody may see; "" when it cannot be told."""
    statement = error.statement or ""
    table = re.match(r'(?:INSERT INTO|UPDATE) "?(\w+)', statement)
    column = db.metadata.tables[table[1]].c.get(columns[0]) if table else None
    if column is None or column.info.get("secret") or "seen_by" in column.info:
        return ""
    value = _parameters(statement, error.params).get(columns[0])
    return str(value)[:80] if isinstance(value, str | int) else ""


def _parameters(statement: str, parameters: Any) -> Mapping[str, Any]:
    """The written values by column. SQLite has them by place, in the order of the statement's columns."""
    if isinstance(parameters, Mapping):
        return parameters
    if not isinstance(parameters, Sequence) or (
        parameters and isinstance(parameters[0], Sequence | Mapping) and not isinstance(parameters[0], str)
    ):
        return {}
    insert = re.match(r"INSERT INTO \S+ \(([^)]*)\)", statement)
    names = insert[1].split(", ") if insert else re.findall(r'"?(\w+)"?\s*=\s*\?', statement)
    return dict(zip((name.strip('"') for name in names), parameters, strict=False))


def _referred(table: str, parameters: Any) -> Broken:
    model = next(
        (m.class_ for m in Base.registry.mappers if getattr(m.local_table, "name", "") == table), None
    )
    verbs = verbs_of(model) if model is not None else {}
    return Broken(
        "referred",
        thing=noun_of(model) if model is not None else "row",
        users=_users(table, _identity(parameters), model),
        instead=next((name for name in ("archive", "cancel") if name in verbs), ""),
    )


def _identity(parameters: Any) -> Any:
    """The id in the parameters of a DELETE, which come first or by name."""
    if isinstance(parameters, Mapping):
        return next(iter(parameters.values()), None)
    if isinstance(parameters, Sequence) and not isinstance(parameters, str) and parameters:
        return _identity(parameters[0])
    return parameters


def _users(table: str, identity: Any, model: type | None) -> tuple[str, ...]:
    """The tables, as words, with rows that refer to `identity` of `table`; asked on its own connection."""
    keys = [
        key.parent
        for other in db.metadata.sorted_tables
        for key in other.foreign_keys
        if key.column.table.name == table
    ]
    gone_with_it = _parts_of(model)
    try:
        with reading(), db.engine.connect() as connection:
            used = [key for key in keys if connection.scalar(sa.select(sa.exists().where(key == identity)))]
    except SQLAlchemyError:
        used = []
    users = (key.table.name for key in used if key.table.name not in gone_with_it)
    return tuple(dict.fromkeys(name.replace("_", " ") for name in users))


def _parts_of(model: type | None) -> set[str]:
    """The tables whose rows are deleted together with the row of `model` that they belong to."""
    if model is None:
        return set()
    mapper: Mapper[Any] = sa.inspect(model)
    return {str(parts.mapper.local_table) for parts in mapper.relationships if parts.cascade.delete}
