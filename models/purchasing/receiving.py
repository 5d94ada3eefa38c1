"""Taking in a delivery: rows that stand, what the stock is worth more by, and what the order still awaits."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from ..core.actor import current_actor
from ..core.base import new_id, session_of
from ..core.splitting import split
from ..core.types import round_half_up
from ..stock import MovementKind, hold, post
from .blanks import hold_waiting_jobs
from .deliveries import Delivery
from .life import OPEN
from .life import PurchaseOrderStatus as P
from .lines import PurchaseOrderLine
from .prices import follow_price
from .receipts import PurchaseReceipt

if TYPE_CHECKING:
    from .orders import PurchaseOrder


def take_in(order: PurchaseOrder, delivery: Delivery) -> P:
    """Write the receipts of `delivery`, move the stock, and answer where the order stands now."""
    session = session_of(order)
    materials = {line.material_id for line, _, _ in delivery.lines}
    hold_waiting_jobs(session, materials)
    hold(session, materials)
    goods = [round_half_up(quantity * cost) for _, quantity, cost in delivery.lines]
    shares = split(delivery.freight, goods)
    for (line, quantity, cost), worth, share in zip(delivery.lines, goods, shares, strict=True):
        receipt = PurchaseReceipt(
            id=new_id(),
            purchase_order_line=line,
            received_on=delivery.received_on,
            quantity=quantity,
            unit_cost=cost,
            freight=share,
            total_cost=worth + share,
            reference=delivery.reference,
            received_by=current_actor().name,
            reason=delivery.reason if quantity > line.outstanding else None,
        )
        session.add(receipt)
        move_stock(session, receipt, f"Received on {order}")
    return where_it_stands(order)


def where_it_stands(order: PurchaseOrder) -> P:
    """By what came of its lines. An order that was closed awaits nothing."""
    if order.closed_because or not any(line.outstanding for line in order.lines):
        return P.RECEIVED
    return P.PARTIALLY_RECEIVED if any(line.quantity_received for line in order.lines) else P.SENT


def await_no_more(order: PurchaseOrder, why: str) -> None:
    """What is outstanding is not coming any more."""
    session = session_of(order)
    lines = [line for line in order.locked_lines() if line.outstanding]
    order.closed_because = why
    if order.status not in OPEN:
        return
    hold_waiting_jobs(session, {line.material_id for line in lines})
    hold(session, {line.material_id for line in lines})
    for line in sorted(lines, key=lambda each: (each.material_id, each.id)):
        post(
            session,
            line.material_id,
            MovementKind.ORDER,
            incoming=-line.outstanding,
            purchase_order_line_id=line.id,
            reason=f"Not awaited any more: {why}"[:500],
        )


def move_stock(session: Session, receipt: PurchaseReceipt, why: str, value: Decimal | None = None) -> None:
    """Move the stock by `receipt`, and what is awaited by what it changes of that.

    The stock is worth more by the receipt's cost, unless another `value` is given.
    """
    line = receipt.purchase_order_line
    before = _awaited(line)
    line.count_in(receipt.quantity)
    after = _awaited(line)
    session.flush()
    post(
        session,
        line.material_id,
        MovementKind.RECEIPT,
        quantity=receipt.quantity,
        value=receipt.total_cost if value is None else value,
        incoming=after - before,
        purchase_order_line_id=line.id,
        reason=why[:500],
        on=receipt.received_on,
    )
    follow_price(session, line)


def _awaited(line: PurchaseOrderLine) -> Decimal:
    return Decimal(0) if line.purchase_order.closed_because else line.outstanding
