"""A line of a purchase order: how much of a material is ordered, at what cost, and how much of it came."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..catalog import Material
from ..core.base import Versioned
from ..core.doors import VERBS_ONLY, speaking
from ..core.types import Quantity, UnitCost
from ..core.visibility import COSTS

if TYPE_CHECKING:
    from .orders import PurchaseOrder

LEAST: Final = Decimal("0.0001")
"""The smallest quantity that a column holds."""


class PurchaseOrderLine(Versioned):
    """How much of a material is ordered, in the material's unit, at what cost. It stands once its order was sent."""

    __tablename__ = "purchase_order_lines"
    __behind__ = "purchase_order"

    purchase_order_id: Mapped[str] = mapped_column(ForeignKey("purchase_orders.id"), index=True)
    material_id: Mapped[str] = mapped_column(ForeignKey("materials.id"), index=True)
    quantity: Mapped[Decimal] = mapped_column(
        Quantity(), info={"minimum": LEAST}, doc="In the unit that the material is counted in."
    )
    unit_cost: Mapped[Decimal | None] = mapped_column(UnitCost(), info=COSTS | {"unit": "$", "minimum": 0})
    quantity_received: Mapped[Decimal] = mapped_column(
        Quantity(), default=Decimal(0), server_default="0", info=VERBS_ONLY
    )
    purpose: Mapped[str | None] = mapped_column(
        String(300), doc="What it is for, such as the jobs that need it."
    )

    purchase_order: Mapped[PurchaseOrder] = relationship(back_populates="lines")
    material: Mapped[Material] = relationship()

    def __str__(self) -> str:
        return f"{self.material} × {self.quantity.normalize():f}"

    def why_not_edited(self) -> str:
        """The lines of a sent order stand."""
        return self.purchase_order.why_no_more(self.__tablename__)

    @property
    def outstanding(self) -> Decimal:
        """What has not come yet; nothing when more came than was ordered."""
        return max(Decimal(0), self.quantity - self.quantity_received)

    def count_in(self, quantity: Decimal) -> None:
        """Note, within a verb of the order, which holds it, what came; less than nothing takes a receipt back."""
        with speaking(self):
            self.quantity_received += quantity
