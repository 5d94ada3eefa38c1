"""Which rows a form accepts as a choice: those that the person may look up, and that are not archived."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from models.core.base import db

from ..access.person import is_granted
from ..representation import its_name_joined
from ..rest.json_values import identity_of

NOT_CHOSEN: Final = "This cannot be chosen (no longer): look it up again."


def find(model: Any, given: str, *, archived: bool = False) -> Any:
    """The row of `model` that the id `given` names, if the person at the door may choose it; else None.

    With `archived` it may be an archived one, which is still shown but chosen no more.
    """
    identity = identity_of(model, given)
    if identity is None or not is_granted("can_lookup", model.__tablename__):
        return None
    query = sa.select(model).where(model.id == identity).options(*its_name_joined(model))
    if hasattr(model, "archived_at") and not archived:
        query = query.where(model.archived_at.is_(None))
    return db.session.scalars(query).unique().one_or_none()
