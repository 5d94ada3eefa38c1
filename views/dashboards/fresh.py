"""Screens of profit show what is so now: what was touched since the sums were kept is summed before they are read."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from models.core.sqlite import only_reading
from models.profit.refreshing import is_stale, refresh

MOST: Final = 2_000
"""Jobs that somebody who looks waits for. More were imported or copied: the clock sums them."""


def bring_up_to_date(session: Session) -> bool:
    """Sum what is stale; whether all of it was. The request reads only, but for this one transaction."""
    if not is_stale(session):
        return True
    session.rollback()
    only_reading(False)
    try:
        done = refresh(session, MOST)
        session.commit()
    finally:
        only_reading()
    return done
