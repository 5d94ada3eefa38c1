"""Finding a text by its beginning, whatever its case, through an index on both databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

_LAST: Final = "\U0010ffff"
"""The last character there is: a text that begins with another one lies before that one and this character."""


class folded(FunctionElement[str]):  # noqa: N801 - it is a function of SQL
    """A text in small letters, ordered by its characters and by no language: what begins alike stands together.

    SQLite makes only the letters from A to Z small.
    """

    type = sa.String()
    inherit_cache = True


@compiles(folded)
def _small(element: folded, compiler: SQLCompiler, **options: Any) -> str:
    return f"lower({compiler.process(element.clauses, **options)})"


@compiles(folded, "postgresql")
def _small_in_order_of_characters(element: folded, compiler: SQLCompiler, **options: Any) -> str:
    return f'(lower({compiler.process(element.clauses, **options)}) COLLATE "C")'


Model = TypeVar("Model", bound=type)


def found_by(*columns: str) -> Callable[[Model], Model]:
    """Class decorator: an index on the beginnings of each of `columns`, whatever their case.

    Its migration is written by hand, since on PostgreSQL it says COLLATE "C", which no comparison of schemas sees.
    """

    def decorate(model: Model) -> Model:
        table = model.__table__  # type: ignore[attr-defined]
        for name in columns:
            sa.Index(f"ix_{table.name}_{name}_folded", sa.func.lower(table.c[name]))
        return model

    return decorate


def begins(column: Any, typed: str) -> sa.ColumnElement[bool]:
    """Whether `column` begins with `typed`: a range of `folded(column)`, which the index of `found_by` makes cheap."""
    key, first = folded(column), folded(sa.literal(typed, sa.String))
    return sa.and_(key >= first, key < first.concat(sa.literal(_LAST, sa.String)))
