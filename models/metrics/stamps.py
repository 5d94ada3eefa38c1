"""By what somebody who keeps what key figures told knows that it may be told otherwise by now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.periods import PeriodKind
from ..core.types import UtcDateTime
from .business_metrics import BusinessMetric, MetricTarget, stale


@dataclass(frozen=True)
class Stamp:
    """The version of all that key figures tell, when they were brought up to date, and whether facts wait."""

    version: str
    calculated_at: dt.datetime | None
    is_stale: bool


def stamp_of(session: Session) -> Stamp:
    """The stamp as things stand: another one after every fact, refresh and goal. One statement, few rows.

    A refresh writes the row of a year whatever came of it, and only one goes on at a time: the last moment of the
    years' rows is that of the last refresh.
    """
    years = sa.select(sa.func.max(BusinessMetric.calculated_at)).where(
        BusinessMetric.period_kind == PeriodKind.YEAR
    )
    parts: tuple[Any, ...] = (
        sa.type_coerce(years.scalar_subquery(), UtcDateTime),
        _of(sa.func.max(stale.c.id)),
        _of(sa.func.count(stale.c.id)),
        sa.type_coerce(_of(sa.func.max(MetricTarget.updated_at)), UtcDateTime),
        _of(sa.func.sum(MetricTarget.version)),
    )
    row = session.execute(sa.select(*(part.label(f"part_{place}") for place, part in enumerate(parts)))).one()
    return Stamp("|".join(str(part) for part in row), row[0], row[2] > 0)


def _of(measure: Any) -> Any:
    return sa.select(measure).scalar_subquery()
