"""What an invoice charges for."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.base import Versioned
from ..core.types import Money, Quantity
from ..core.visibility import PRICES
from .invoices import Invoice


class InvoiceLine(Versioned):
    """One line of an invoice."""

    __tablename__ = "invoice_lines"

    invoice_id: Mapped[str] = mapped_column(ForeignKey("invoices.id"), index=True)
    position: Mapped[int] = mapped_column(default=1, info={"minimum": 1})
    description: Mapped[str] = mapped_column(String(300))
    quantity: Mapped[Decimal] = mapped_column(Quantity(), default=Decimal(1))
    unit_price: Mapped[Decimal] = mapped_column(Money(), info=PRICES | {"unit": "$"})

    invoice: Mapped[Invoice] = relationship(back_populates="lines")

    def __str__(self) -> str:
        return self.description
