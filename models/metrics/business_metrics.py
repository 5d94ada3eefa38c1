"""The key figures of every period as they are kept, the sums of days they are made of, and the shop's goals."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, validates

from ..core.base import Base, Versioned
from ..core.doors import GIVEN_ONCE
from ..core.errors import InvalidValue
from ..core.periods import PeriodKind, period_named
from ..core.types import Choice, Exact, UtcDateTime
from .declared import KPIS, MetricCategory, MetricUnit


def Measure() -> Exact:  # noqa: N802 - reads as a type in a column's declaration
    """A key figure: dollars and percent to two places, hours to four."""
    return Exact(18, 4)


class BusinessMetric(Base):
    """One key figure of one period, beside the period before, the same one a year before, and its goal.

    Derived from facts: nobody writes it. While the period runs, both others are cut at the same day.
    """

    __tablename__ = "business_metrics"
    __table_args__ = (
        sa.UniqueConstraint("name", "period"),
        sa.Index(None, "period_kind", "first_day", "name"),
    )

    name: Mapped[str] = mapped_column(String(60))
    category: Mapped[MetricCategory] = mapped_column(Choice(MetricCategory))
    unit: Mapped[MetricUnit] = mapped_column(Choice(MetricUnit))
    period: Mapped[str] = mapped_column(
        String(10), doc="Such as 2026-11-22, 2026-W47, 2026-11, 2026-Q4, 2026."
    )
    period_kind: Mapped[PeriodKind] = mapped_column(Choice(PeriodKind))
    first_day: Mapped[dt.date] = mapped_column(sa.Date)
    value: Mapped[Decimal | None] = mapped_column(Measure(), doc="Empty where there is nothing to tell.")
    top: Mapped[Decimal | None] = mapped_column(Measure(), doc="Of a share: so much or so many …")
    bottom: Mapped[Decimal | None] = mapped_column(Measure(), doc="… of so much or so many.")
    previous_value: Mapped[Decimal | None] = mapped_column(Measure())
    year_before_value: Mapped[Decimal | None] = mapped_column(Measure())
    target_value: Mapped[Decimal | None] = mapped_column(Measure())
    variance: Mapped[Decimal | None] = mapped_column(
        Exact(16, 2), info={"unit": "%"}, doc="By how much it changed against the period before."
    )
    calculated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    def __str__(self) -> str:
        known = KPIS.get(self.name)
        return f"{known.title if known else self.name}, {self.period}"


class MetricTarget(Versioned):
    """The shop's own wishes for one key figure: its name, its goal, its baseline, and its place on the overview.

    A goal is either a value, or a change in percent against a baseline month. That of an amount, such as revenue, is
    meant for a month: a quarter has three times as much of it, a year twelve times.
    """

    __tablename__ = "metric_targets"
    __sections__ = {
        "Key figure": ("title",),
        "Goal": ("target", "change_percent", "baseline_month"),
        "Overview": ("is_on_overview", "position"),
    }

    name: Mapped[str] = mapped_column(String(60), unique=True, info=GIVEN_ONCE)
    title: Mapped[str] = mapped_column(String(80), doc="As it is called on dashboards.")
    target: Mapped[Decimal | None] = mapped_column(Measure(), doc="The goal, in the unit of the key figure.")
    change_percent: Mapped[Decimal | None] = mapped_column(
        Exact(7, 2), info={"unit": "%"}, doc="Or the goal as a change against the baseline, such as -30."
    )
    baseline_month: Mapped[str | None] = mapped_column(String(7), doc="Such as 2026-03.")
    is_on_overview: Mapped[bool] = mapped_column(default=False, doc="It stands on the overview.")
    position: Mapped[int] = mapped_column(
        default=0, info={"minimum": 0}, doc="Its place there, the lowest first."
    )

    def __str__(self) -> str:
        return self.title

    @validates("baseline_month")
    def _is_a_month(self, _key: str, value: str | None) -> str | None:
        if not value:
            return None
        try:
            period = period_named(value)
        except ValueError as refusal:
            raise InvalidValue("baseline_month", str(refusal)) from None
        if period.kind != PeriodKind.MONTH:
            raise InvalidValue("baseline_month", f"“{value}” is no month: write it as 2026-03.")
        return value


day_sums: Final = sa.Table(
    "metric_days",
    Base.metadata,
    sa.Column("name", String(60), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("top", Exact(18, 4), nullable=False),
    sa.Column("bottom", Exact(18, 4), nullable=False),
)
"""What the facts of one day add to a key figure that is summed or running. A day without any has no row."""

stale: Final = sa.Table(
    "metric_stale",
    Base.metadata,
    sa.Column("id", String(26), primary_key=True),
    sa.Column("name", String(60), nullable=False, index=True),
    sa.Column("day", sa.Date, nullable=False),
)
"""Which key figure was touched on which day since its rows were written. Rows are only added and taken away, never
changed, so that no transaction waits for another."""
