"""Sending an order: what must be said on it, the mail to the supplier, and what is on its way from then on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ..core import clock
from ..core.base import new_id, session_of
from ..core.errors import RuleBroken
from ..core.sentences import listed
from ..notifications import queue_mail
from ..stock import MovementKind, hold, post
from .lead_times import most_days

if TYPE_CHECKING:
    from .orders import PurchaseOrder


def why_not_mailed(order: PurchaseOrder) -> str:
    """Why `order` cannot go to its supplier by mail; empty when it can."""
    if not (order.supplier.email or "").strip():
        return (
            f"{order} cannot be mailed: {order.supplier} has no e-mail address. Add one, or print the order as a PDF "
            "and mark it as sent."
        )
    return ""


def mail(order: PurchaseOrder) -> None:
    """Queue the mail that carries `order`; the worker sets the PDF when it sends it."""
    address = (order.supplier.email or "").strip()
    order.sent_to = address
    key = f"purchase-order:{order.id}:{new_id()}"
    queue_mail(session_of(order), "purchase_order_sent", address, {"purchase_order_id": order.id}, key)


def order_out(order: PurchaseOrder, ordered_on: dt.date | None) -> None:
    """From now on the lines of `order` are awaited: they say what they cost, and the stock that they are coming."""
    _refuse_gaps(order)
    order.sent_at = clock.now()
    order.ordered_on = ordered_on or order.ordered_on or clock.shop_day()
    if order.expected_on is None:
        days = max(most_days(line.material, order.supplier) for line in order.lines)
        order.expected_on = order.ordered_on + dt.timedelta(days=days)
    session = session_of(order)
    session.flush()  # what the lines cost is written while the order is a draft
    hold(session, {line.material_id for line in order.lines})
    for line in sorted(order.lines, key=lambda each: (each.material_id, each.id)):
        post(
            session,
            line.material_id,
            MovementKind.ORDER,
            incoming=line.quantity,
            purchase_order_line_id=line.id,
            reason=f"Ordered: {order}",
        )


def _refuse_gaps(order: PurchaseOrder) -> None:
    if not order.lines:
        raise RuleBroken(f"{order} was not sent: it has no lines. Add what is to be ordered.")
    for line in order.lines:
        if line.unit_cost is None:
            line.unit_cost = line.material.unit_cost
    unknown = [line.material.name for line in order.lines if line.unit_cost is None]
    if unknown:
        raise RuleBroken(
            f"{order} was not sent: nobody knows what {listed(unknown)} costs. Type the unit cost on the line or on "
            "the material."
        )
