"""Doing the same to many rows, each in a transaction of its own: one that refuses or fails stops no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy.orm import Session

from models.core.base import Base
from models.core.errors import RuleBroken

from . import refused

Row = TypeVar("Row", bound=Base)

_log = logging.getLogger(__name__)


def one_by_one(session: Session, model: type[Row], ids: Sequence[str], do: Callable[[Row], object]) -> None:
    """`do` to the row of `model` with each of `ids`, and commit each."""
    session.commit()
    for row_id in ids:
        try:
            do(session.get_one(model, row_id))
            session.commit()
        except RuleBroken as refusal:  # a person was faster
            session.rollback()
            refused.keep(refusal)
            _log.info("%s", refusal)
        except Exception:
            session.rollback()
            _log.exception("%s could not be done to %s %s.", _name(do), model.__tablename__, row_id)


def _name(do: Callable[..., object]) -> str:
    return getattr(do, "__name__", repr(do))
