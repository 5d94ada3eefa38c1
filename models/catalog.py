"""What the shop sells, stocks and buys from: products, materials, suppliers."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .core.archiving import Archivable
from .core.base import Versioned
from .core.types import Money, Prose, Quantity, UnitCost
from .core.visibility import COSTS, PRICES


class Supplier(Archivable, Versioned):
    """Whom the shop buys from."""

    __tablename__ = "suppliers"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    lead_days: Mapped[int | None] = mapped_column(
        doc="Usual days from order to delivery.", info={"unit": "days"}
    )
    max_lead_days: Mapped[int | None] = mapped_column(
        doc="The most days that a delivery takes.", info={"unit": "days", "minimum": 0, "maximum": 730}
    )
    notes: Mapped[str | None] = mapped_column(Prose())

    def __str__(self) -> str:
        return self.name


class Product(Archivable, Versioned):
    """What a customer orders, such as a printed T-shirt."""

    __tablename__ = "products"
    __sections__ = {
        "Product": ("name", "sku", "description"),
        "Price": ("unit_price",),
    }

    sku: Mapped[str | None] = mapped_column(String(60), unique=True, doc="The shop's own article number.")
    name: Mapped[str] = mapped_column(String(120), index=True)
    unit_price: Mapped[Decimal | None] = mapped_column(Money(), info=PRICES | {"unit": "$"})
    description: Mapped[str | None] = mapped_column(Prose())

    def __str__(self) -> str:
        return f"{self.name} ({self.sku})" if self.sku else self.name


class Material(Archivable, Versioned):
    """What is stocked and used up: blanks by size and colour, vinyl, ink, backing."""

    __tablename__ = "materials"
    __sections__ = {
        "Material": ("name", "sku"),
        "Stock": ("quantity_on_hand", "unit", "reorder_point"),
        "Buying": (
            "supplier",
            "unit_cost",
            "purchase_unit",
            "purchase_unit_quantity",
            "order_quantity",
            "lead_days",
            "max_lead_days",
        ),
    }

    sku: Mapped[str | None] = mapped_column(
        String(60), unique=True, doc="The supplier's or the shop's article number."
    )
    name: Mapped[str] = mapped_column(String(120), index=True)
    unit: Mapped[str] = mapped_column(
        String(20), default="piece", doc="What is counted: piece, in, g, ml, m."
    )
    unit_cost: Mapped[Decimal | None] = mapped_column(UnitCost(), info=COSTS | {"unit": "$"})
    quantity_on_hand: Mapped[Decimal] = mapped_column(Quantity(), default=Decimal(0))
    reorder_point: Mapped[Decimal | None] = mapped_column(
        Quantity(), doc="Order again at or below this quantity."
    )
    supplier_id: Mapped[str | None] = mapped_column(ForeignKey("suppliers.id"), index=True)
    purchase_unit: Mapped[str | None] = mapped_column(
        String(40), doc="What the supplier sells it by, such as case, roll or bucket."
    )
    purchase_unit_quantity: Mapped[Decimal | None] = mapped_column(
        Quantity(),
        info={"minimum": Decimal("0.0001")},
        doc="How much one of these holds, in the unit above: 12 for a case of 12 pieces.",
    )
    order_quantity: Mapped[Decimal | None] = mapped_column(
        Quantity(), info={"minimum": 0}, doc="The least that is worth ordering at once."
    )
    lead_days: Mapped[int | None] = mapped_column(
        info={"unit": "days", "minimum": 0, "maximum": 730},
        doc="Usual days from order to delivery; empty: as the supplier’s.",
    )
    max_lead_days: Mapped[int | None] = mapped_column(
        info={"unit": "days", "minimum": 0, "maximum": 730},
        doc="The most days that a delivery takes; empty: as the supplier’s.",
    )

    supplier: Mapped[Supplier | None] = relationship()

    def __str__(self) -> str:
        return f"{self.name} ({self.sku})" if self.sku else self.name
