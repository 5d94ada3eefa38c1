"""What refers to a row, and so keeps it from being deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import url_for

from models.core.base import db

from ..access.person import is_granted

if TYPE_CHECKING:
    from ..screen import Screen


@dataclass(frozen=True)
class Reference:
    """How many rows of a screen refer to a row, and where they are listed."""

    screen: type[Screen]
    number: int
    address: str

    @property
    def words(self) -> str:
        """Such as “14 jobs”."""
        return f"{self.number:,} {self.screen.noun() if self.number == 1 else self.screen.title.lower()}"


def references_to(row: Any) -> list[Reference]:
    """What refers to `row` and would not go with it, as far as the person at the door may list it."""
    found = []
    for screen, relation in _referring(type(row)):
        (column,) = relation.local_columns
        number = db.session.scalar(sa.select(sa.func.count()).where(column == row.id)) or 0
        if number:
            address = url_for(f"{screen.__name__}.list", **{f"_flt_0_{relation.key}": row.id})
            found.append(Reference(screen, number, address))
    return found


def _referring(model: type) -> Iterator[tuple[type[Screen], Any]]:
    from ..screen import SCREENS

    own: Any = sa.inspect(model).relationships
    parts = {relation.mapper.class_ for relation in own if relation.cascade.delete}
    for screen in SCREENS:
        if screen.model in parts or not is_granted("can_list", screen.table):
            continue
        relations: Any = sa.inspect(screen.model).relationships
        for relation in relations:
            if not relation.uselist and relation.mapper.class_ is model:
                yield screen, relation
