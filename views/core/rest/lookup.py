"""Choosing a row by typing the beginning of its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa

from models.core.base import db

from ..representation import Shape, identity_column, its_name_joined
from .bodies import Malformed
from .filters import Filter, conditions

MOST: Final = 20
_LONGEST: Final = 200


def looked_up(shape: Shape, named_by: Sequence[str], typed: str) -> Sequence[Any]:
    """At most 20 rows, none archived, of which a naming column begins with `typed`; by name."""
    if len(typed) > _LONGEST:
        raise Malformed(f"At most {_LONGEST} characters can be looked up.")
    columns = [name for name in named_by if name in shape.columns]
    begins = [conditions(shape, [Filter(col=name, opr="sw", value=typed)])[0] for name in columns]
    statement: sa.Select[Any] = sa.select(shape.model).options(*its_name_joined(shape.model))
    if typed:
        statement = statement.where(sa.or_(sa.false(), *begins))
    if "archived_at" in sa.inspect(shape.model).column_attrs:
        statement = statement.where(shape.model.archived_at.is_(None))  # type: ignore[attr-defined]
    key = identity_column(shape.model)
    order = [*(getattr(shape.model, name) for name in columns), key]
    return db.session.scalars(statement.order_by(*order).limit(MOST)).all()
