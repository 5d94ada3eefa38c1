"""Key figures as tests look at them: brought up to date, read, and counted from the rows behind them."""

from __future__ import annotations

from decimal import Decimal
from statistics import median

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.core.types import round_half_up
from models.metrics import Behind, BusinessMetric, Reckoning, note_new_days, refresh
from tests.earnings import up_to_date


def bring_up_to_date(session: Session) -> None:
    """Do what the clock does, and commit."""
    up_to_date(session)
    note_new_days(session)
    session.commit()
    while not refresh(session):
        session.commit()
    session.commit()


def kept(session: Session, name: str, period: str) -> BusinessMetric | None:
    """The row of a key figure for a period."""
    return session.scalars(sa.select(BusinessMetric).filter_by(name=name, period=period)).one_or_none()


def value_of(behind: Behind) -> Decimal | None:
    """What the rows come to, added up here, one by one."""
    kpi, rows = behind.kpi, list(behind.every([each.table for each in behind.sums()]))
    if kpi.reckoning == Reckoning.MEDIAN:
        return round_half_up(median(row.top / row.bottom for row in rows)) if rows else None
    top, bottom = (sum((row[place] for row in rows), Decimal(0)) for place in (3, 4))
    if not kpi.is_share:
        return round_half_up(top)
    return round_half_up(top * kpi.factor / bottom) if bottom else None
