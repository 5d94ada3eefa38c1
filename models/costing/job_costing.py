"""What each job earns and costs: one derived row a job, brought up to date with every fact that it is made of."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.base import Base
from ..core.doors import VERBS_ONLY
from ..core.types import Exact, Hours, Money, UtcDateTime
from ..core.visibility import COSTS
from ..jobs import Job

_MONEY: Final = COSTS | VERBS_ONLY | {"unit": "$"}
_PERCENT: Final = COSTS | VERBS_ONLY | {"unit": "%"}
_COUNT: Final = VERBS_ONLY | {"unit": "pieces"}


def _cost(**more: Any) -> Any:
    return mapped_column(Money(), default=Decimal(0), server_default="0", info=_MONEY, **more)


def _percent(**more: Any) -> Any:
    """A share in per cent to two decimals: a cent of revenue may bear millions of cost."""
    return mapped_column(Exact(18, 2), info=_PERCENT, **more)


class JobCosting(Base):
    """The costing of a job. Nobody edits it: it is a pure function of the stored rows (`costs.cost_of`).

    It has no version, and stays in the transaction of the fact that changes it. `calculated_at` is empty until it was
    reckoned for the first time, `checked_on` the last day on which it was found equal to its raw rows.
    """

    __tablename__ = "job_costing"
    __live__ = True

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), unique=True)
    quoted_amount: Mapped[Decimal | None] = mapped_column(Money(), info=_MONEY, doc="Without sales tax.")
    actual_revenue: Mapped[Decimal | None] = mapped_column(
        Money(), info=_MONEY, doc="Of the final invoice, without sales tax, less credits; a deposit is none."
    )
    revenue: Mapped[Decimal | None] = mapped_column(
        Money(),
        index=True,
        info=_MONEY,
        doc="The actual one once the final invoice is issued, else the quoted.",
    )
    materials_charged: Mapped[Decimal | None] = mapped_column(
        Money(), info=_MONEY, doc="What the final invoice charges for materials by lines of their own."
    )
    material_cost: Mapped[Decimal] = _cost()
    material_margin: Mapped[Decimal | None] = _percent(doc="The markup on materials, where they are charged.")
    labor_cost: Mapped[Decimal] = _cost()
    labor_hours: Mapped[Decimal] = mapped_column(
        Hours(), default=Decimal(0), server_default="0", info=COSTS | VERBS_ONLY | {"unit": "h"}
    )
    avg_hourly_rate: Mapped[Decimal | None] = mapped_column(
        Money(), info=COSTS | VERBS_ONLY | {"unit": "$/h"}, doc="Labor cost by labor hour."
    )
    shipping_cost: Mapped[Decimal] = _cost()
    other_costs: Mapped[Decimal] = _cost()
    total_costs: Mapped[Decimal] = _cost(index=True)
    gross_profit: Mapped[Decimal] = _cost(index=True)
    profit_margin: Mapped[Decimal | None] = _percent(index=True, doc="Profit by revenue.")
    markup: Mapped[Decimal | None] = _percent(doc="Profit by cost.")
    good_pieces: Mapped[int] = mapped_column(default=0, server_default="0", info=_COUNT)
    misprinted_pieces: Mapped[int] = mapped_column(default=0, server_default="0", info=_COUNT)
    cost_per_item: Mapped[Decimal | None] = mapped_column(Money(), info=_MONEY, doc="By good piece.")
    revenue_per_item: Mapped[Decimal | None] = mapped_column(Money(), info=_MONEY, doc="By good piece.")
    estimated_costs: Mapped[Decimal | None] = mapped_column(
        Money(), info=_MONEY, doc="As frozen with the quote, with what change orders added."
    )
    cost_variance: Mapped[Decimal | None] = mapped_column(
        Money(), index=True, info=_MONEY, doc="What it costs beyond the estimate."
    )
    calculated_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    checked_on: Mapped[dt.date | None] = mapped_column(sa.Date, index=True, info=VERBS_ONLY)

    job: Mapped[Job] = relationship()

    def __str__(self) -> str:
        return f"Costs of {self.job}"
