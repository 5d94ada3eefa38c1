"""Many times the demo's jobs, for benchmarks: the rows that the simulation left are copied in bulk.

A copy is a whole shop beside the first: customers, jobs, and all that hangs on them, with ids, numbers, names and
addresses of its own, history, mails and audit entries included (with MACs and seals of their own). What all share
(staff, products, materials, suppliers, settings) is not copied. Since facts are copied together, they agree with each
other as the first ones do. A table of a later area is copied without being named here: what refers to a copied row is
copied, and so is `ROOTS`.

This passes by the doors, reactions and the audit on purpose: it writes what they wrote before, once more. On PostgreSQL
it is COPY, on SQLite one prepared statement for each table; both get values as the driver read them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, Table
from sqlalchemy.orm import Session

from models.core.audit import AuditEntry
from models.core.base import Base

from . import copies, sealing

ROOTS: Final = ("customers", "purchase_orders", "expenses")
CHUNK: Final = 5_000


def multiply(session: Session, times: int) -> None:
    """Copy the shop until it has `times` times its jobs, and commit."""
    if times < 2:
        return
    connection = session.connection()
    tables = copied_tables()
    originals = {table: _rows(connection, table) for table in [*tables, AuditEntry.__table__]}
    plan = copies.plan(connection, originals, times - 1)
    for table in tables:
        write(connection, table, table.columns.keys(), plan.rows(table))
    sealing.write_sealed(session, plan)
    plan.advance_series(connection)
    session.commit()


def copied_tables() -> list[Table]:
    """The roots and what refers to them, near or far, parents before children."""
    ours = {mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, Base)}
    found: set[str] = set(ROOTS)
    for table in (ordered := [each for each in Base.metadata.sorted_tables if each in ours]):
        if any(key.column.table.name in found for key in table.foreign_keys):
            found.add(table.name)
    return [each for each in ordered if each.name in found]


def _rows(connection: Connection, table: Table) -> list[tuple[Any, ...]]:
    """All rows by id, as the driver gives them: nothing is lost or rounded on the way back."""
    is_json = {column.name: isinstance(column.type, sa.JSON) for column in table.columns}
    columns = ", ".join(f'CAST("{name}" AS TEXT)' if is_json[name] else f'"{name}"' for name in is_json)
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(f"SELECT {columns} FROM {table.name} ORDER BY id")  # noqa: S608 - names of our own tables
        return list(cursor.fetchall())


def write(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert `rows` of driver's values, in the order of `columns`."""
    names = ", ".join(f'"{name}"' for name in columns)
    with closing(connection.connection.cursor()) as cursor:
        if connection.dialect.name == "postgresql":
            with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" * len(columns))
        for chunk in _chunks(rows):
            cursor.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", chunk)  # noqa: S608


def _chunks(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    source = iter(rows)
    while chunk := list(itertools.islice(source, CHUNK)):
        yield chunk
