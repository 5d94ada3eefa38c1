"""Taking a wrong receipt back: a row that says so, and the stock as it was before."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..catalog import Material
from ..core import clock
from ..core.actor import current_actor
from ..core.base import new_id, session_of
from ..core.dates import short_day
from ..core.errors import RuleBroken
from ..stock import hold
from .blanks import hold_waiting_jobs
from .receipts import PurchaseReceipt
from .receiving import move_stock


def reverse(receipt: PurchaseReceipt, reason: str) -> None:
    """Write the row that takes `receipt` back, and move the stock back."""
    line = receipt.purchase_order_line
    order, session = line.purchase_order, session_of(receipt)
    _refuse_reversal(session, receipt)
    hold_waiting_jobs(session, {line.material_id})
    material = hold(session, {line.material_id})[line.material_id]
    back = PurchaseReceipt(
        id=new_id(),
        purchase_order_line=line,
        received_on=clock.shop_day(),
        quantity=-receipt.quantity,
        unit_cost=receipt.unit_cost,
        freight=-receipt.freight,
        total_cost=-receipt.total_cost,
        reference=receipt.reference,
        received_by=current_actor().name,
        reason=reason,
        reverses=receipt,
    )
    session.add(back)
    move_stock(session, back, f"Receipt on {order} reversed: {reason}", value=_worth(material, receipt))


def _worth(material: Material, receipt: PurchaseReceipt) -> Decimal:
    """What the stock is worth less without `receipt`: what that cost, but never more than there is.

    Where some of it was used meanwhile, its cost has gone with what was used; whoever takes the last takes the rest.
    """
    if receipt.quantity == material.quantity_on_hand:
        return -material.stock_value
    return -min(receipt.total_cost, material.stock_value)


def _refuse_reversal(session: Session, receipt: PurchaseReceipt) -> None:
    if receipt.reverses_id is not None:
        raise RuleBroken("Nothing was changed: this row is a reversal itself. Receive anew what came.")
    known = sa.select(PurchaseReceipt).where(PurchaseReceipt.reverses_id == receipt.id)
    earlier = session.scalars(known).first()
    if earlier is not None:
        raise RuleBroken(
            f"Nothing was changed: the receipt was reversed by {earlier.received_by} on "
            f"{short_day(earlier.received_on)}."
        )
