"""What a shop cannot wish for: two goals at once, and a comparison with a month that it did not have."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, event

from ..core import clock
from ..core.errors import InvalidValue
from ..core.periods import PeriodKind, period_named, period_of
from ..jobs import Job
from .business_metrics import MetricTarget


@event.listens_for(MetricTarget, "before_insert")
@event.listens_for(MetricTarget, "before_update")
def _makes_sense(_mapper: Any, connection: Connection, wish: MetricTarget) -> None:
    """Refuse a goal beside a change, and a baseline month before the shop's first.

    One that has not begun is refused when it is typed.
    """
    if wish.target is not None and wish.change_percent is not None:
        raise InvalidValue(
            "change_percent",
            f"{wish.title} has the goal {wish.target.normalize():f} already: empty it to set a change against the"
            " baseline month, or leave the change empty.",
        )
    if wish.baseline_month and sa.inspect(wish).attrs.baseline_month.history.has_changes():
        _refuse_before_the_first(connection, wish.baseline_month)


def _refuse_before_the_first(connection: Connection, month: str) -> None:
    moment = connection.scalar(sa.select(sa.func.min(Job.created_at)))
    if moment is None:
        raise InvalidValue("baseline_month", "The shop has no jobs yet: there is no month to compare with.")
    first = period_of(clock.shop_day(moment), PeriodKind.MONTH)
    asked = period_named(month)
    if asked.first < first.first:
        raise InvalidValue(
            "baseline_month",
            f"{asked} is before the shop's first job: the first month to compare with is {first.key}.",
        )
