"""Values of the audit as people read them: choices, days, money and the rows that a key names."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from models.core.base import db

from .representation import its_name_joined, parents_by_key
from .screen import screen_of
from .shown import shown
from .values import kind_of, name_of

_LONGEST: Final = 160

_READERS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "choice": lambda column, text: column.type.enum_class[text],
    "exact": lambda _column, text: Decimal(text),
    "date": lambda _column, text: dt.date.fromisoformat(text),
    "moment": lambda _column, text: dt.datetime.fromisoformat(text),
}


class Spelling:
    """Spells changes. The rows that their keys name are read at once: one statement for each kind of row."""

    def __init__(self, changes: Iterable[tuple[type, dict[str, Any]]]) -> None:
        wanted: dict[type, set[str]] = defaultdict(set)
        for model, told in changes:
            for name, parent in parents_by_key(model).items():
                wanted[parent.mapper.class_].update(filter(None, _both(told.get(name))))
        self._labels = {key: label for model, ids in wanted.items() for key, label in _labels(model, ids)}

    def lines(self, model: Any, told: dict[str, Any]) -> list[str]:
        """Such as “Due: Wed 2 Dec 2026 → Fri 4 Dec 2026”, in the order of the columns."""
        columns = model.__table__.c
        return [self._line(model, column, told[name]) for name, column in columns.items() if name in told]

    def _line(self, model: Any, column: sa.Column[Any], change: Any) -> str:
        screen = screen_of(model)
        heading = screen.heading(column.key) if screen else name_of(column.key)
        return f"{heading}: {' → '.join(self._value(column, value) for value in _both(change))}"

    def _value(self, column: sa.Column[Any], value: Any) -> str:
        if value in (None, ""):
            return "empty"
        if column.foreign_keys:
            return self._labels.get(str(value), "a row that is gone")
        text = shown(_typed(column, value), column.info.get("unit", ""))
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _both(change: Any) -> list[Any]:
    """What it was and what it is; of a new value only that."""
    return change if isinstance(change, list) else [change]


def _typed(column: sa.Column[Any], value: Any) -> Any:
    """The value as the column keeps it; one that does not fit is told as it stands."""
    read = _READERS.get(kind_of(column))
    try:
        return read(column, value) if read else value
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return str(value)


def _labels(model: Any, ids: set[str]) -> list[tuple[str, str]]:
    if not ids:
        return []
    rows = sa.select(model).where(model.id.in_(ids)).options(*its_name_joined(model))
    return [(str(row.id), str(row)) for row in db.session.scalars(rows).unique()]
