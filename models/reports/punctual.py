"""Whether the reports of months come by themselves and in time: what the scorecard asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.periods import Period
from ..core.types import round_half_up
from .kinds import ReportKind
from .report import Report

DAY: Final = dt.timedelta(days=1)
"""Within a day of the 1st, on which it is due, a report is in time."""


@dataclass(frozen=True)
class Punctual:
    """How many reports of months fell due in a period, and how many of them were made by themselves in time."""

    due: int
    in_time: int

    @property
    def percent(self) -> Decimal | None:
        """The share of those in time, in percent; None when none was due."""
        return round_half_up(Decimal(100 * self.in_time) / self.due) if self.due else None


def punctual(session: Session, periods: Collection[Period]) -> dict[Period, Punctual]:
    """The monthly profitability by the period in which it fell due. One statement.

    What was over before the shop had any report is left out: nobody owed it. One made by hand counts as not in time.
    """
    first = min(period.first for period in periods)
    begun = sa.select(sa.func.min(Report.created_at)).scalar_subquery()
    chosen = sa.select(Report.last_day, Report.made_at, Report.asked_by, begun).where(
        Report.kind == ReportKind.MONTHLY_PROFITABILITY, Report.edition == 1, Report.last_day >= first - DAY
    )
    owed = [
        (due, _is_in_time(due, made_at, asked_by))
        for last, made_at, asked_by, begun_at in session.execute(chosen)
        if (due := last + DAY) >= clock.shop_day(begun_at)
    ]
    return {period: _of(period, owed) for period in periods}


def _is_in_time(due: dt.date, made_at: dt.datetime | None, asked_by: str | None) -> bool:
    return asked_by is None and made_at is not None and clock.shop_day(made_at) <= due + DAY


def _of(period: Period, owed: Collection[tuple[dt.date, bool]]) -> Punctual:
    own = [in_time for due, in_time in owed if period.first <= due <= period.last]
    return Punctual(len(own), sum(own))
