"""What an invoice charges for."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.base import Versioned
from ..core.doors import GIVEN_ONCE, VERBS_ONLY, speaking
from ..core.types import Choice, Money, Quantity, round_half_up
from ..core.visibility import PRICES
from .life import LineKind

if TYPE_CHECKING:
    from .invoices import Invoice

DOLLARS: dict[str, Any] = PRICES | {"unit": "$"}


class InvoiceLine(Versioned):
    """One line of an invoice. Its amount is quantity × unit price, rounded half-up to the cent."""

    __tablename__ = "invoice_lines"
    __behind__ = "invoice"

    invoice_id: Mapped[str] = mapped_column(ForeignKey("invoices.id"), index=True)
    position: Mapped[int] = mapped_column(default=1, info={"minimum": 1})
    kind: Mapped[LineKind] = mapped_column(
        Choice(LineKind), default=LineKind.GOODS, server_default=LineKind.GOODS.name
    )
    description: Mapped[str] = mapped_column(String(300))
    quantity: Mapped[Decimal] = mapped_column(Quantity(), default=Decimal(1), info={"above": 0})
    unit_price: Mapped[Decimal] = mapped_column(Money(), info=DOLLARS)
    amount: Mapped[Decimal] = mapped_column(
        Money(), default=Decimal(0), server_default="0", info=DOLLARS | VERBS_ONLY
    )
    is_taxable: Mapped[bool] = mapped_column(
        default=True,
        server_default=sa.true(),
        doc="Bears sales tax, unless the customer is exempt. Of shipping, the place decides too.",
    )
    tax_amount: Mapped[Decimal] = mapped_column(
        Money(),
        default=Decimal(0),
        server_default="0",
        info=DOLLARS | VERBS_ONLY,
        doc="Its share of the invoice's sales tax, fixed when that is issued.",
    )
    credits_line_id: Mapped[str | None] = mapped_column(
        ForeignKey("invoice_lines.id"), index=True, info=GIVEN_ONCE, doc="The line that it takes back."
    )
    deposit_id: Mapped[str | None] = mapped_column(
        ForeignKey("invoices.id"), index=True, info=GIVEN_ONCE, doc="The deposit that it deducts."
    )

    invoice: Mapped[Invoice] = relationship(back_populates="lines", foreign_keys=[invoice_id])
    credits_line: Mapped[InvoiceLine | None] = relationship(
        remote_side="InvoiceLine.id", foreign_keys=[credits_line_id]
    )
    deposit: Mapped[Invoice | None] = relationship(foreign_keys=[deposit_id])

    def __str__(self) -> str:
        return self.description

    def why_not_edited(self) -> str:
        """The lines of an issued invoice stand."""
        return self.invoice.why_no_more(self.__tablename__)


@event.listens_for(InvoiceLine, "before_insert")
@event.listens_for(InvoiceLine, "before_update")
def _reckon(_mapper: Any, _connection: Any, line: InvoiceLine) -> None:
    quantity = Decimal(1) if line.quantity is None else line.quantity
    with speaking(line):
        line.amount = round_half_up(quantity * line.unit_price)
