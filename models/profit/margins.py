"""What one job earns, and its parts by product and method. Derived from the costing: nobody writes these rows.

A job belongs to the day on which its final invoice was issued, with everything that came later; before that it is
open and belongs to no day. The rows are what grids of profit are read from: each order that people ask for has an
index, so that a page costs the same among a hundred thousand jobs as among ten.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from ..catalog import Product
from ..core.base import Base
from ..core.types import Choice, Exact, Money
from ..core.visibility import COSTS
from ..customers import Customer
from ..jobs import DecorationMethod, Job

_DOLLARS: Final = COSTS | {"unit": "$"}

LOWEST: Final = Decimal(-10_000_000_000)
"""Where a job without revenue, but with costs, stands among the margins."""


def Percent() -> Exact:  # noqa: N802 - reads as a type in a column's declaration
    """Percent to two decimals; a margin may be far below zero."""
    return Exact(16, 2)


class _Earning(Base):
    """The columns that a job and its parts share."""

    __abstract__ = True

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"))
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    booked_on: Mapped[dt.date | None] = mapped_column(
        sa.Date, index=True, doc="The day of the final invoice; empty while there is none."
    )
    week: Mapped[str | None] = mapped_column(String(8), doc="Such as 2026-W47.")
    month: Mapped[str | None] = mapped_column(String(7), doc="Such as 2026-11.")
    quarter: Mapped[str | None] = mapped_column(String(7), doc="Such as 2026-Q4.")
    year: Mapped[str | None] = mapped_column(String(4))
    pieces: Mapped[int] = mapped_column(default=0, info={"unit": "pieces"})
    revenue: Mapped[Decimal] = mapped_column(
        Money(), info=_DOLLARS, doc="Invoiced without sales tax; the quoted amount before."
    )
    material_cost: Mapped[Decimal] = mapped_column(Money(), info=_DOLLARS)
    labor_cost: Mapped[Decimal] = mapped_column(Money(), info=_DOLLARS)
    shipping_cost: Mapped[Decimal] = mapped_column(Money(), info=_DOLLARS)
    other_costs: Mapped[Decimal] = mapped_column(Money(), info=_DOLLARS)
    total_costs: Mapped[Decimal] = mapped_column(Money(), info=_DOLLARS)
    profit: Mapped[Decimal] = mapped_column(Money(), info=_DOLLARS)
    margin: Mapped[Decimal | None] = mapped_column(
        Percent(), info=COSTS | {"unit": "%"}, doc="Of the revenue; empty where there is none."
    )
    standing: Mapped[Decimal] = mapped_column(
        Percent(), info=COSTS, doc="The margin to order by: without revenue, costs are the lowest of all."
    )
    estimated_cost: Mapped[Decimal | None] = mapped_column(
        Money(), info=_DOLLARS, doc="As it was reckoned for the quote."
    )

    @declared_attr
    def job(cls) -> Mapped[Job]:  # noqa: N805
        return relationship(Job)

    @declared_attr
    def customer(cls) -> Mapped[Customer]:  # noqa: N805
        return relationship(Customer)


def _orders(*columns: str) -> tuple[Any, ...]:
    """An index for each way of narrowing, in the order of the margin."""
    return tuple(sa.Index(None, column, "standing", "id") for column in columns)


class JobMargin(_Earning):
    """What a job earns: its revenue, its costs and what is left."""

    __tablename__ = "job_margins"
    __table_args__ = (
        sa.UniqueConstraint("job_id"),
        *_orders("customer_id", "month", "quarter", "year"),
        sa.Index(None, "standing", "id"),
        sa.Index(None, "margin", "id"),
    )

    def __str__(self) -> str:
        return f"Profit of {self.job}"


class JobMarginPart(_Earning):
    """The part of a job's revenue and costs that falls to one product and method of decoration."""

    __tablename__ = "job_margin_parts"
    __table_args__ = (
        sa.UniqueConstraint("job_id", "position"),
        *_orders("customer_id", "month", "product_id", "decoration_method"),
    )

    position: Mapped[int] = mapped_column(doc="Which of the job's parts it is, counted from 1.")
    product_id: Mapped[str | None] = mapped_column(ForeignKey("products.id"))
    decoration_method: Mapped[DecorationMethod | None] = mapped_column(Choice(DecorationMethod))

    product: Mapped[Product | None] = relationship()

    def __str__(self) -> str:
        return f"Part {self.position} of the profit of {self.job}"
