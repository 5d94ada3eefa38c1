"""What a job was reckoned to cost when its quote went out: frozen, with its lines."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..catalog import Material
from ..core import clock
from ..core.base import Base
from ..core.doors import GIVEN_ONCE, VERBS_ONLY
from ..core.types import Choice, Hours, Money, Quantity, UnitCost, UtcDateTime
from ..core.visibility import COSTS
from ..core.workflow import verb
from ..jobs import DecorationMethod, Job
from ..scheduling import ProductionStage
from .change_orders import ChangeOrder


class EstimateKind(enum.StrEnum):
    """What a line of an estimate is for."""

    MATERIAL = "MATERIAL"
    LABOR = "LABOR"
    SHIPPING = "SHIPPING"
    OTHER = "OTHER"


def _given(kind: Any, unit: str = "$") -> Any:
    return mapped_column(kind, info=COSTS | GIVEN_ONCE | {"unit": unit})


class JobEstimate(Base):
    """The estimate of one sending of a quote. A revised quote ends it (`superseded_at`), and keeps it.

    Its amounts are those of its own lines, change orders not among them.
    """

    __tablename__ = "job_estimates"
    __table_args__ = (sa.UniqueConstraint("job_id", "number"),)

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), info=GIVEN_ONCE)
    number: Mapped[int] = mapped_column(info=GIVEN_ONCE, doc="The first, the second … of its job.")
    superseded_at: Mapped[dt.datetime | None] = mapped_column(
        UtcDateTime, info=VERBS_ONLY, doc="When the quote was revised; empty while it holds."
    )
    quoted_amount: Mapped[Decimal | None] = _given(Money())
    pieces: Mapped[int] = mapped_column(info=GIVEN_ONCE | {"unit": "pieces"})
    material_cost: Mapped[Decimal] = _given(Money())
    labor_cost: Mapped[Decimal] = _given(Money())
    labor_hours: Mapped[Decimal] = _given(Hours(), "h")
    shipping_cost: Mapped[Decimal] = _given(Money())
    other_costs: Mapped[Decimal] = _given(Money())
    total_costs: Mapped[Decimal] = _given(Money())

    job: Mapped[Job] = relationship()
    lines: Mapped[list[JobEstimateLine]] = relationship(
        back_populates="estimate", cascade="all, delete-orphan", order_by="JobEstimateLine.id"
    )

    def __str__(self) -> str:
        return f"Estimate {self.number}"

    @verb()
    def supersede(self) -> None:
        """The quote was taken back: the next one that goes out has an estimate of its own."""
        self.superseded_at = clock.now()


class JobEstimateLine(Base):
    """So much of one thing at so much each: a material in its unit, or hours of a stage.

    A line of a change order (`change_order`) is what that adds; it may be less than nothing.
    """

    __tablename__ = "job_estimate_lines"

    estimate_id: Mapped[str] = mapped_column(ForeignKey("job_estimates.id"), index=True, info=GIVEN_ONCE)
    change_order_id: Mapped[str | None] = mapped_column(
        ForeignKey("change_orders.id"), index=True, info=GIVEN_ONCE
    )
    kind: Mapped[EstimateKind] = mapped_column(Choice(EstimateKind), info=GIVEN_ONCE)
    description: Mapped[str] = mapped_column(String(300), info=GIVEN_ONCE)
    material_id: Mapped[str | None] = mapped_column(ForeignKey("materials.id"), index=True, info=GIVEN_ONCE)
    stage_id: Mapped[str | None] = mapped_column(
        ForeignKey("production_stages.id"), index=True, info=GIVEN_ONCE
    )
    decoration_method: Mapped[DecorationMethod | None] = mapped_column(
        Choice(DecorationMethod), info=GIVEN_ONCE
    )
    quantity: Mapped[Decimal] = mapped_column(Quantity(), info=GIVEN_ONCE)
    unit: Mapped[str] = mapped_column(String(20), info=GIVEN_ONCE)
    unit_cost: Mapped[Decimal] = _given(UnitCost())
    amount: Mapped[Decimal] = _given(Money())

    estimate: Mapped[JobEstimate] = relationship(back_populates="lines")
    change_order: Mapped[ChangeOrder | None] = relationship()
    material: Mapped[Material | None] = relationship()
    stage: Mapped[ProductionStage | None] = relationship()

    def __str__(self) -> str:
        return self.description
