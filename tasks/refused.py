"""Counting refusals: what was refused is rolled back, so the row that counts it has a transaction of its own.

Every door that rolls back after a refusal calls `keep`, and so does whoever speaks verbs in the background.
"""

from __future__ import annotations

import logging

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models.core.base import db
from models.core.errors import RuleBroken

_log = logging.getLogger(__name__)


def keep(error: BaseException) -> None:
    """Commit the row by which `error` wishes to be counted, if it has one; only after all else was rolled back.

    A count that cannot be written is logged and changes no answer.
    """
    row = error.kept() if isinstance(error, RuleBroken) else None
    if row is None:
        return
    try:
        with Session(db.engine) as own:
            own.add(row)
            own.commit()
    except SQLAlchemyError:
        _log.exception("A refusal could not be counted: %s", error)
