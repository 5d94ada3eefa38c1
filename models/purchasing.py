"""What the shop orders from its suppliers."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .catalog import Material, Supplier
from .core.base import Versioned
from .core.doors import state_column
from .core.series import numbered
from .core.types import Prose, Quantity, UnitCost
from .core.visibility import COSTS


class PurchaseOrderStatus(enum.StrEnum):
    """The life of a purchase order."""

    DRAFT = "DRAFT"
    SENT = "SENT"
    PARTIALLY_RECEIVED = "PARTIALLY_RECEIVED"
    RECEIVED = "RECEIVED"
    CANCELLED = "CANCELLED"


@numbered("PO")
class PurchaseOrder(Versioned):
    """An order to a supplier."""

    __tablename__ = "purchase_orders"

    number: Mapped[str] = mapped_column(String(20), unique=True, doc="Left empty, it gets the next number.")
    supplier_id: Mapped[str] = mapped_column(ForeignKey("suppliers.id"), index=True)
    status: Mapped[PurchaseOrderStatus] = state_column(
        PurchaseOrderStatus, PurchaseOrderStatus.DRAFT, index=True
    )
    ordered_on: Mapped[dt.date | None] = mapped_column(sa.Date)
    expected_on: Mapped[dt.date | None] = mapped_column(sa.Date, index=True)
    notes: Mapped[str | None] = mapped_column(Prose())

    supplier: Mapped[Supplier] = relationship()
    lines: Mapped[list[PurchaseOrderLine]] = relationship(
        back_populates="purchase_order", cascade="all, delete-orphan", order_by="PurchaseOrderLine.id"
    )

    def __str__(self) -> str:
        return self.number


class PurchaseOrderLine(Versioned):
    """How much of a material is ordered, at what cost."""

    __tablename__ = "purchase_order_lines"

    purchase_order_id: Mapped[str] = mapped_column(ForeignKey("purchase_orders.id"), index=True)
    material_id: Mapped[str] = mapped_column(ForeignKey("materials.id"), index=True)
    quantity: Mapped[Decimal] = mapped_column(Quantity(), info={"minimum": 0})
    unit_cost: Mapped[Decimal | None] = mapped_column(UnitCost(), info=COSTS | {"unit": "$"})

    purchase_order: Mapped[PurchaseOrder] = relationship(back_populates="lines")
    material: Mapped[Material] = relationship()

    def __str__(self) -> str:
        return f"{self.material} × {self.quantity.normalize():f}"
