"""Orders to suppliers, and what may be done to them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..catalog import Supplier
from ..core.base import Versioned
from ..core.doors import VERBS_ONLY, state_column
from ..core.series import numbered
from ..core.types import Money, Prose, UtcDateTime
from ..core.visibility import COSTS
from .life import PurchaseOrderStatus
from .lines import PurchaseOrderLine


@numbered("PO")
class PurchaseOrder(Versioned):
    """An order to a supplier."""

    __tablename__ = "purchase_orders"
    __live__ = True
    __sections__ = {
        "Order": ("supplier", "number"),
        "Dates": ("ordered_on", "expected_on"),
        "Freight and notes": ("freight", "notes"),
    }

    number: Mapped[str] = mapped_column(String(20), unique=True, doc="Left empty, it gets the next number.")
    supplier_id: Mapped[str] = mapped_column(ForeignKey("suppliers.id"), index=True)
    status: Mapped[PurchaseOrderStatus] = state_column(
        PurchaseOrderStatus, PurchaseOrderStatus.DRAFT, index=True
    )
    ordered_on: Mapped[dt.date | None] = mapped_column(
        sa.Date, doc="Left empty, it is the day on which it is sent."
    )
    expected_on: Mapped[dt.date | None] = mapped_column(
        sa.Date,
        index=True,
        doc="Left empty, it is reckoned from the usual days of its lines when it is sent.",
    )
    freight: Mapped[Decimal | None] = mapped_column(
        Money(), info=COSTS | {"unit": "$", "minimum": 0}, doc="What carriage is agreed to cost."
    )
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    sent_to: Mapped[str | None] = mapped_column(
        String(254), info=VERBS_ONLY, doc="The address that it was mailed to; empty when it was sent by hand."
    )
    closed_because: Mapped[str | None] = mapped_column(
        Prose(500), info=VERBS_ONLY, doc="Why it was cancelled, or why the rest is not awaited any more."
    )
    notes: Mapped[str | None] = mapped_column(Prose(), doc="The supplier reads them on the order.")

    supplier: Mapped[Supplier] = relationship()
    lines: Mapped[list[PurchaseOrderLine]] = relationship(
        back_populates="purchase_order", cascade="all, delete-orphan", order_by="PurchaseOrderLine.id"
    )

    def __str__(self) -> str:
        return self.number
