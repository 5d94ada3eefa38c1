"""What a key figure should come to: a value, or a change against the shop's baseline."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.periods import PeriodKind
from ..core.types import round_half_up
from .business_metrics import BusinessMetric, MetricTarget
from .declared import KPIS, Kpi

_MONTHS: Final = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


def baseline_of(session: Session, target: MetricTarget) -> Decimal | None:
    """The value of the month that the shop compares itself with."""
    if target.baseline_month is None:
        return None
    row = sa.select(BusinessMetric.value).where(
        BusinessMetric.name == target.name, BusinessMetric.period == target.baseline_month
    )
    return session.scalar(row)


def goal_of(session: Session, target: MetricTarget | None) -> Decimal | None:
    """The goal of a month: as it was typed, or by so many percent away from the baseline; None without one."""
    if target is None or target.target is not None:
        return target and target.target
    baseline = baseline_of(session, target) if target.change_percent is not None else None
    return changed_by(baseline, target.change_percent)


def changed_by(baseline: Decimal | None, percent: Decimal | None) -> Decimal | None:
    """What is so many percent away from the baseline; None where one of both is not known."""
    if baseline is None or percent is None:
        return None
    return round_half_up(baseline * (100 + percent) / 100)


def goals_by_kind(session: Session, kpi: Kpi) -> dict[PeriodKind, Decimal | None]:
    """The present goal for each length of period: an amount's is meant for a month."""
    target = session.scalars(sa.select(MetricTarget).where(MetricTarget.name == kpi.name)).one_or_none()
    return by_kind(kpi, goal_of(session, target))


def by_kind(kpi: Kpi, goal: Decimal | None) -> dict[PeriodKind, Decimal | None]:
    """What the goal of a month is for each length of period."""
    if goal is None or not kpi.is_amount:
        return dict.fromkeys(PeriodKind, goal)
    return {kind: goal * months for kind, months in _MONTHS.items()}


def lay_out_targets(session: Session) -> None:
    """Give each key figure the row of its wishes, where it has none. Does not commit."""
    known = set(session.scalars(sa.select(MetricTarget.name)))
    session.add_all(wish for wish in first_wishes() if wish.name not in known)


def first_wishes() -> list[MetricTarget]:
    """What the owner finds at first: a row for each key figure, of no session yet."""
    return [
        MetricTarget(
            name=kpi.name,
            title=kpi.title,
            position=place,
            target=kpi.goal,
            change_percent=kpi.goal_change,
            is_on_overview=kpi.on_overview,
        )
        for place, kpi in enumerate(KPIS.values(), 1)
    ]
