"""Money received for an invoice."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.base import Versioned
from ..core.types import Money
from ..core.visibility import PRICES
from .invoices import Invoice


class Payment(Versioned):
    """Money received for an invoice."""

    __tablename__ = "payments"
    __booked_on__ = "paid_on"
    __booked__ = ("invoice_id", "amount", "paid_on")

    invoice_id: Mapped[str] = mapped_column(ForeignKey("invoices.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Money(), info=PRICES | {"unit": "$"})
    paid_on: Mapped[dt.date] = mapped_column(sa.Date, index=True)
    method: Mapped[str | None] = mapped_column(String(40), doc="Card, check, cash, transfer.")
    reference: Mapped[str | None] = mapped_column(String(80))

    invoice: Mapped[Invoice] = relationship()

    def __str__(self) -> str:
        return f"Payment of {self.paid_on}"
