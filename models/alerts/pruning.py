"""Forgetting alerts of long ago."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from .business_alert import BusinessAlert

YEARS_KEPT: Final = 2
_AT_ONCE: Final = 200


def forget_old_alerts(session: Session) -> bool:
    """Delete some alerts that cleared over two years ago, with all that stands below them; whether none is left.

    Does not commit.
    """
    now = clock.now()
    before = now.replace(year=now.year - YEARS_KEPT, day=min(now.day, 28))
    old = sa.select(BusinessAlert).where(BusinessAlert.cleared_at < before).order_by(BusinessAlert.id)
    found = session.scalars(old.limit(_AT_ONCE)).all()
    for alert in found:
        session.delete(alert)
    return len(found) < _AT_ONCE
