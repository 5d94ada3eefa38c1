"""What must be loaded with a row so that showing it asks the database nothing more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from ..representation import its_name_joined

if TYPE_CHECKING:
    from ..screen import Screen


def loads(screen: type[Screen], columns: Iterable[str]) -> list[ORMOption]:
    """Options for the relations among `columns`: one row each is joined, many are fetched for all rows at once."""
    relations = sa.inspect(screen.model).relationships
    options: list[ORMOption] = []
    for name in columns:
        for needed in screen.shown_with.get(name, (name,)):
            relation = relations.get(needed)
            if relation is not None:
                options.append(_load(getattr(screen.model, needed), relation))
    return options


def _load(attribute: Any, relation: Any) -> ORMOption:
    load = selectinload(attribute) if relation.uselist else joinedload(attribute)
    return load.options(*its_name_joined(relation.mapper.class_))
