"""Several questions in one statement: each answers rows of texts and numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.types import Exact

NUMBERS: Final = 5
"""So many a row has at most."""
_WIDE: Final = Exact(18, 4)


@dataclass(frozen=True)
class Row:
    """A row of an answer: mostly the window, what it is of, how that is called, what parts it besides, its numbers."""

    key: str
    by: str
    label: str
    also: str
    numbers: tuple[Decimal, ...]

    def __getitem__(self, place: int) -> Decimal:
        return self.numbers[place]


Question = sa.Select[Any]
"""A select made by `telling`."""


def telling(key: Any, *numbers: Any, by: Any = "", label: Any = "", also: Any = "") -> Question:
    """The columns of an answer; joins, conditions and groups follow. ValueError for too many numbers."""
    if len(numbers) > NUMBERS:
        raise ValueError(f"A row of an answer has at most {NUMBERS} numbers.")
    missing = [sa.literal(0)] * (NUMBERS - len(numbers))
    named = {"told_key": key, "told_by": by, "told_label": label, "told_also": also}
    texts = [sa.cast(_column(value), sa.String(200)).label(name) for name, value in named.items()]
    amounts = [
        sa.cast(sa.func.coalesce(value, 0), _WIDE).label(f"number_{place}")
        for place, value in enumerate([*numbers, *missing])
    ]
    columns: list[Any] = [*texts, *amounts]
    return sa.select(*columns)


def _column(value: Any) -> Any:
    return sa.literal(value) if isinstance(value, str) else value


def ask(session: Session, questions: Mapping[str, Question]) -> dict[str, list[Row]]:
    """The answers by the names of the questions, in one statement; none is an empty list."""
    parts = [
        sa.select(sa.literal(name).label("question"), *each.subquery().c) for name, each in questions.items()
    ]
    found: dict[str, list[Row]] = defaultdict(list)
    for question, key, by, label, also, *numbers in session.execute(sa.union_all(*parts)):
        found[question].append(
            Row(key or "", by or "", label or "", also or "", tuple(map(Decimal, numbers)))
        )
    return found
