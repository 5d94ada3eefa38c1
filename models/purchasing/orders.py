"""Orders to suppliers, and what may be done to them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..catalog import Supplier
from ..core.arguments import Reason
from ..core.base import Versioned, lock_all, session_of
from ..core.doors import VERBS_ONLY, state_column
from ..core.roles import MANAGER, OFFICE, PRODUCTION
from ..core.series import numbered
from ..core.types import Money, Prose, UtcDateTime
from ..core.visibility import COSTS
from ..core.workflow import COMPUTED, transition
from .arguments import Freight, PackingSlip, ReceivedLines, ReceivedOn, WhyMore
from .life import OPEN, PurchaseOrderStatus, why_it_stands
from .lines import PurchaseOrderLine
from .sending import mail, order_out, why_not_mailed

P = PurchaseOrderStatus

ORDERERS: Final = frozenset({OFFICE, MANAGER})
"""Who orders."""

RECEIVERS: Final = frozenset({OFFICE, PRODUCTION, MANAGER})
"""Who takes deliveries in."""


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

    def locked_lines(self) -> list[PurchaseOrderLine]:
        """Its lines, locked by their ids and read anew."""
        return lock_all(session_of(self), PurchaseOrderLine, [each.id for each in self.lines])

    def why_not_deleted(self) -> str:
        """What was sent is kept."""
        return "" if self.status is P.DRAFT else why_it_stands(self.number)

    def why_no_more(self, table: str) -> str:
        """What was sent takes no more lines."""
        return self.why_not_deleted() if table == PurchaseOrderLine.__tablename__ else ""

    @transition("status", {P.DRAFT}, P.SENT, by=ORDERERS, unless=why_not_mailed)
    def send(self) -> None:
        """Mail the order to its supplier as a PDF, and await what is on it."""
        order_out(self, None)
        mail(self)

    @transition("status", {P.DRAFT}, P.SENT, by=ORDERERS)
    def mark_sent(self, ordered_on: dt.date | None = None) -> None:
        """It was given to the supplier otherwise: on paper, by telephone, in their shop."""
        order_out(self, ordered_on)

    @transition("status", OPEN, COMPUTED, by=RECEIVERS)
    def receive(
        self,
        lines: ReceivedLines | None = None,
        received_on: ReceivedOn | None = None,
        reference: PackingSlip | None = None,
        freight: Freight | None = None,
        why_more: WhyMore | None = None,
    ) -> PurchaseOrderStatus:
        """Take in what came: all that is outstanding, or so much of some lines."""
        from .deliveries import delivery_of
        from .receiving import take_in

        delivery = delivery_of(
            self, lines, received_on=received_on, reference=reference, freight=freight, why_more=why_more
        )
        return take_in(self, delivery)

    @transition("status", {P.DRAFT, P.SENT}, P.CANCELLED, by=ORDERERS)
    def cancel(self, reason: Reason) -> None:
        """Nothing of it is wanted any more."""
        from .receiving import await_no_more

        await_no_more(self, reason)

    @transition("status", {P.PARTIALLY_RECEIVED}, P.RECEIVED, by=ORDERERS)
    def close_short(self, reason: Reason) -> None:
        """What is outstanding will not come: the order is done with what came."""
        from .receiving import await_no_more

        await_no_more(self, reason)

    @transition("status", OPEN | {P.RECEIVED}, COMPUTED)
    def settle(self) -> PurchaseOrderStatus:
        """Stand where its lines say, after a receipt was reversed."""
        from .receiving import where_it_stands

        return where_it_stands(self)
