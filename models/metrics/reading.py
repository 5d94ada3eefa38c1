"""What dashboards read of key figures: their kept rows, and their names as the shop calls them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.periods import Period
from .business_metrics import BusinessMetric, MetricTarget
from .declared import KPIS
from .goals import first_wishes


def rows_of(
    session: Session, names: Collection[str], periods: Collection[Period]
) -> dict[tuple[str, str], BusinessMetric]:
    """The kept rows of these key figures for these periods, by name and period's key. One statement.

    A period that has none had nothing to tell yet.
    """
    chosen = sa.select(BusinessMetric).where(
        BusinessMetric.name.in_(names), BusinessMetric.period.in_({each.key for each in periods})
    )
    return {(row.name, row.period): row for row in session.scalars(chosen)}


def targets(session: Session) -> Mapping[str, MetricTarget]:
    """The shop's wishes by the name of the key figure, in the order in which they stand. One statement.

    A key figure that has no row yet, as in a shop that has just begun, stands last with what it begins with.
    """
    chosen = sa.select(MetricTarget).order_by(MetricTarget.position, MetricTarget.name)
    rows = {row.name: row for row in session.scalars(chosen) if row.name in KPIS}
    return rows | {wish.name: wish for wish in first_wishes() if wish.name not in rows}
