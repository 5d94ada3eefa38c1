"""Money received for an invoice. A payment is never changed: it is reversed, or money is given back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.arguments import Reason
from ..core.base import Versioned
from ..core.doors import VERBS_ONLY
from ..core.roles import BOOKKEEPER, MANAGER
from ..core.types import Money, Prose
from ..core.visibility import PRICES
from ..core.workflow import verb

if TYPE_CHECKING:
    from .invoices import Invoice


def _is_undone(payment: Payment) -> str:
    if payment.reverses_id is not None or payment.amount < 0:
        return f"{payment} gave money back: record what was paid instead."
    return f"{payment} is reversed already." if payment.is_reversed else ""


class Payment(Versioned):
    """Money received for an invoice, or given back (less than nothing). Made by the invoice's verbs only."""

    __tablename__ = "payments"
    __portal__ = "invoice.customer_id"
    __behind__ = "invoice"
    __booked_on__ = "paid_on"
    __booked__ = ("invoice_id", "amount", "paid_on")

    invoice_id: Mapped[str] = mapped_column(ForeignKey("invoices.id"), index=True, info=VERBS_ONLY)
    amount: Mapped[Decimal] = mapped_column(Money(), info=PRICES | VERBS_ONLY | {"unit": "$"})
    paid_on: Mapped[dt.date] = mapped_column(sa.Date, index=True, info=VERBS_ONLY)
    method: Mapped[str | None] = mapped_column(
        String(40), info=VERBS_ONLY, doc="Card, check, cash, transfer."
    )
    reference: Mapped[str | None] = mapped_column(String(80), info=VERBS_ONLY)
    reverses_id: Mapped[str | None] = mapped_column(
        ForeignKey("payments.id"), unique=True, info=VERBS_ONLY, doc="The payment that it takes back."
    )
    is_reversed: Mapped[bool] = mapped_column(default=False, server_default=sa.false(), info=VERBS_ONLY)
    notes: Mapped[str | None] = mapped_column(Prose(500), info=VERBS_ONLY)

    invoice: Mapped[Invoice] = relationship()
    reverses: Mapped[Payment | None] = relationship(remote_side="Payment.id")

    def __str__(self) -> str:
        return f"Payment of {self.paid_on}"

    @verb(by={MANAGER, BOOKKEEPER}, unless=_is_undone)
    def reverse(self, reason: Reason) -> None:
        """It was entered by mistake, or bounced: take it back by a row of its own."""
        self.is_reversed = True
        self.invoice.take_back(self, reason)
