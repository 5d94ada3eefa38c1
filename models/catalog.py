"""What the shop sells, stocks and buys from: products, materials, suppliers."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import ForeignKey, String
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .core.archiving import Archivable
from .core.arguments import Reason, dollars
from .core.base import Versioned
from .core.doors import VERBS_ONLY, at_first
from .core.roles import BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from .core.types import Exact, Money, Prose, Quantity, UnitCost, round_half_up
from .core.visibility import COSTS, PRICES
from .core.workflow import verb

_DIGITS: Final = {"max_digits": 14, "decimal_places": 4}

OnShelf = Annotated[Decimal, Field(ge=0, **_DIGITS, description="What lies on the shelf now.")]
"""A counted quantity, in the material's unit."""

SoMuch = Annotated[Decimal, Field(gt=0, **_DIGITS, description="In the unit of the material.")]
"""A quantity that moves, in the material's unit."""

Difference = Annotated[
    Decimal, Field(**_DIGITS, description="In the unit of the material; less than nothing takes away.")
]
"""A quantity more, or less."""

CostOfOne = Annotated[Decimal, dollars(ge=0, places=4)]
"""Dollars for one unit."""

Note = Annotated[str, Field(max_length=500, description="For the shop's own record; may stay empty.")]
"""A remark that may be left out."""


class Supplier(Archivable, Versioned):
    """Whom the shop buys from."""

    __tablename__ = "suppliers"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    lead_days: Mapped[int | None] = mapped_column(
        doc="Usual days from order to delivery.", info={"unit": "days", "minimum": 0, "maximum": 730}
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
    unit_price: Mapped[Decimal | None] = mapped_column(
        Money(), info=PRICES | {"unit": "$"}, doc="Of one; a discount is less than nothing."
    )
    description: Mapped[str | None] = mapped_column(Prose())

    def __str__(self) -> str:
        return f"{self.name} ({self.sku})" if self.sku else self.name


STOCK_LEVELS: Final = ("quantity_on_hand", "quantity_reserved", "quantity_incoming", "stock_value")
"""The columns of a material that only its ledger moves; the ledger is their trail."""


class Material(Archivable, Versioned):
    """What is stocked and used up: blanks by size and colour, vinyl, ink, backing.

    Its levels are sums of its ledger (`models.stock`), which alone moves them; what is on hand when a row is new is its
    opening count. What a verb of stock says is written by the ledger, in the same transaction.
    """

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
        "Measures": ("roll_width", "density"),
    }
    __live__ = True
    __unaudited__ = frozenset(STOCK_LEVELS)

    sku: Mapped[str | None] = mapped_column(
        String(60), unique=True, doc="The supplier's or the shop's article number."
    )
    name: Mapped[str] = mapped_column(String(120), index=True)
    unit: Mapped[str] = mapped_column(
        String(20), default="piece", doc="What is counted: piece, in, g, ml, m."
    )
    unit_cost: Mapped[Decimal | None] = mapped_column(UnitCost(), info=COSTS | {"unit": "$", "minimum": 0})
    quantity_on_hand: Mapped[Decimal] = mapped_column(
        Quantity(),
        default=Decimal(0),
        info=at_first("count") | {"minimum": 0},
        doc="What lies on the shelf. Afterwards counting, receiving and using change it.",
    )
    quantity_reserved: Mapped[Decimal] = mapped_column(
        Quantity(), default=Decimal(0), info=VERBS_ONLY, doc="Set aside for jobs that were accepted."
    )
    quantity_incoming: Mapped[Decimal] = mapped_column(
        Quantity(), default=Decimal(0), info=VERBS_ONLY, doc="Ordered and not received yet."
    )
    stock_value: Mapped[Decimal] = mapped_column(
        Money(),
        default=Decimal(0),
        info=COSTS | VERBS_ONLY | {"unit": "$"},
        doc="What lies on the shelf is worth.",
    )
    reorder_point: Mapped[Decimal | None] = mapped_column(
        Quantity(), info={"minimum": 0}, doc="Order again at or below this quantity."
    )
    roll_width: Mapped[Decimal | None] = mapped_column(
        Exact(7, 3),
        info={"unit": "in", "minimum": Decimal("0.001")},
        doc="Of a roll, as it is sold: 12 and 15 count as the 11.8 and 14.75 that can be used.",
    )
    density: Mapped[Decimal | None] = mapped_column(
        Exact(7, 4),
        info={"unit": "g/ml", "minimum": Decimal("0.0001")},
        doc="Of an ink, from its data sheet.",
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

    def in_whole_purchases(self, quantity: Decimal) -> Decimal:
        """`quantity`, in the material's unit, rounded up to whole purchase units where one is told."""
        unit = self.purchase_unit_quantity
        return (quantity / unit).to_integral_value(ROUND_CEILING) * unit if unit else quantity

    @hybrid_property
    def available(self) -> Decimal:
        """What may still be promised: on hand and incoming, less what is reserved. In a query an expression."""
        return self.quantity_on_hand + self.quantity_incoming - self.quantity_reserved

    @property
    def average_cost(self) -> Decimal | None:
        """What a unit on the shelf is worth, to a hundredth of a cent; None when nothing lies there."""
        if self.quantity_on_hand <= 0:
            return None
        return round_half_up(self.stock_value / self.quantity_on_hand, 4)

    @verb(by={PRODUCTION, OFFICE, MANAGER})
    def count(self, counted: OnShelf, note: Note = "") -> None:
        """Say what was counted on the shelf: the difference is written to the ledger."""

    @verb(by={PRODUCTION, OFFICE, MANAGER})
    def adjust(self, quantity: Difference, reason: Reason) -> None:
        """Put more on hand, or less, with a reason."""

    @verb(by={OFFICE, MANAGER})
    def return_to_supplier(self, quantity: SoMuch, reason: Reason) -> None:
        """Send some back to the supplier."""

    @verb(by={PRODUCTION, OFFICE, MANAGER})
    def return_to_stock(self, quantity: SoMuch, reason: Reason) -> None:
        """Put some back on the shelf that no job used."""

    @verb(by={MANAGER, BOOKKEEPER})
    def revalue(self, unit_cost: CostOfOne, reason: Reason) -> None:
        """Say what a unit on the shelf is worth, where that was not known or is wrong."""
