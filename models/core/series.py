"""Numbers that people read (J-1001): given out in the writing transaction, never twice."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, String, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .base import Base, new_id

FIRST = 1001


class NumberSeries(Base):
    """The last number given out under a prefix."""

    __tablename__ = "number_series"

    prefix: Mapped[str] = mapped_column(String(8), unique=True)
    last: Mapped[int] = mapped_column(sa.Integer)

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last}"


def numbered(prefix: str, column: str = "number") -> Any:
    """Class decorator: a new row whose `column` is empty gets the next number of the series `prefix`."""

    def decorate(model: type[Base]) -> type[Base]:
        def fill(_mapper: Any, connection: Connection, row: Any) -> None:
            if not getattr(row, column):
                setattr(row, column, next_number(connection, prefix, model.__table__.c[column]))

        model.__table__.c[column].info["numbered"] = prefix
        event.listen(model, "before_insert", fill, propagate=True)
        return model

    return decorate


def is_numbered(column: Any) -> bool:
    """Whether an empty `column` of a new row gets the next number of a series."""
    return "numbered" in column.info


def next_number(connection: Connection, prefix: str, taken: Any) -> str:
    """The next free number such as “J-1001”.

    The series' row is held until the transaction ends, so that two writers never get the same one. Numbers of the
    column `taken` that people typed themselves are passed over.
    """
    while True:
        number = f"{prefix}-{_advance(connection, prefix)}"
        if connection.scalar(sa.select(sa.func.count()).where(taken == number)) == 0:
            return number


def _advance(connection: Connection, prefix: str) -> int:
    table = NumberSeries.__table__
    advance = (
        sa.update(table).where(table.c.prefix == prefix).values(last=table.c.last + 1).returning(table.c.last)
    )
    last = connection.execute(advance).scalar_one_or_none()
    if last is None:
        _begin_series(connection, prefix)
        last = connection.execute(advance).scalar_one()
    return int(last)


def _begin_series(connection: Connection, prefix: str) -> None:
    """Insert the series' first row unless somebody else did so at the same moment."""
    table, now = NumberSeries.__table__, clock.now()
    row = {"id": new_id(), "prefix": prefix, "last": FIRST - 1, "created_at": now, "updated_at": now}
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(table).values(row).on_conflict_do_nothing(index_elements=["prefix"]))
