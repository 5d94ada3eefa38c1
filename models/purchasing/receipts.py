"""What arrived of a purchase order, a row for each line of a delivery: written once, corrected by a reversing row."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.arguments import Reason
from ..core.base import Base
from ..core.doors import GIVEN_ONCE
from ..core.errors import RuleBroken
from ..core.types import Money, Prose, Quantity, UnitCost
from ..core.visibility import COSTS
from ..core.workflow import verb
from .lines import PurchaseOrderLine
from .orders import RECEIVERS


class PurchaseReceipt(Base):
    """So much of one line that came on a day.

    `total_cost` is round(quantity × unit_cost) to the cent and this line's share of the `freight` of the delivery:
    what the stock is worth more by it. A reversal has the quantity and the amounts of what it `reverses`, less than
    nothing.
    """

    __tablename__ = "purchase_receipts"
    __audited__ = True
    __live__ = True
    __behind__ = "purchase_order_line"
    __booked_on__ = "received_on"

    purchase_order_line_id: Mapped[str] = mapped_column(
        ForeignKey("purchase_order_lines.id"), index=True, info=GIVEN_ONCE
    )
    received_on: Mapped[dt.date] = mapped_column(sa.Date, index=True, info=GIVEN_ONCE)
    quantity: Mapped[Decimal] = mapped_column(
        Quantity(), info=GIVEN_ONCE, doc="In the material's unit; less than nothing for a reversal."
    )
    unit_cost: Mapped[Decimal] = mapped_column(UnitCost(), info=GIVEN_ONCE | COSTS | {"unit": "$"})
    freight: Mapped[Decimal] = mapped_column(
        Money(), default=Decimal(0), info=GIVEN_ONCE | COSTS | {"unit": "$"}, doc="Its share of the carriage."
    )
    total_cost: Mapped[Decimal] = mapped_column(Money(), info=GIVEN_ONCE | COSTS | {"unit": "$"})
    reference: Mapped[str | None] = mapped_column(
        String(60), info=GIVEN_ONCE, doc="The number on the packing slip."
    )
    received_by: Mapped[str] = mapped_column(String(200), info=GIVEN_ONCE)
    reason: Mapped[str | None] = mapped_column(
        Prose(500), info=GIVEN_ONCE, doc="Why it was reversed, or why more came than was ordered."
    )
    reverses_id: Mapped[str | None] = mapped_column(
        ForeignKey("purchase_receipts.id"), unique=True, info=GIVEN_ONCE
    )

    purchase_order_line: Mapped[PurchaseOrderLine] = relationship()
    reverses: Mapped[PurchaseReceipt | None] = relationship(remote_side="PurchaseReceipt.id")

    def __str__(self) -> str:
        return f"{self.quantity.normalize():f} on {self.received_on:%-d %b %Y}"

    @verb(by=RECEIVERS)
    def reverse(self, reason: Reason) -> None:
        """Take a wrong receipt back: a row of its own says so, and the stock and the order are as before."""
        from .reversing import reverse

        reverse(self, reason)
        self.purchase_order_line.purchase_order.settle()


@event.listens_for(PurchaseReceipt, "before_update")
@event.listens_for(PurchaseReceipt, "before_delete")
def _stands(_mapper: Any, _connection: Any, receipt: PurchaseReceipt) -> None:
    raise RuleBroken(
        f"The receipt of {receipt} was not changed: it stays as it was written. Reverse it, and receive anew."
    )
