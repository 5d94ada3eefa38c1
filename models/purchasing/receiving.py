"""Taking in a delivery: rows that stand, what the stock is worth more by, and what the order still awaits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..catalog import Material
from ..core import clock
from ..core.actor import current_actor
from ..core.base import lock_all, new_id, session_of
from ..core.dates import short_day
from ..core.errors import InvalidValue, NotAllowed, RuleBroken
from ..core.splitting import split
from ..core.types import round_half_up
from ..core.visibility import reads_costs
from ..stock import MovementKind, hold, post
from .arguments import ReceivedLine
from .blanks import hold_waiting_jobs
from .life import OPEN
from .life import PurchaseOrderStatus as P
from .lines import PurchaseOrderLine
from .prices import follow_price
from .receipts import PurchaseReceipt
from .words import counted

if TYPE_CHECKING:
    from .orders import PurchaseOrder


@dataclass(frozen=True)
class Delivery:
    """What came at once: how much of which lines, at what cost of one unit, and what is said of it."""

    lines: Sequence[tuple[PurchaseOrderLine, Decimal, Decimal]]
    received_on: dt.date
    reference: str | None
    freight: Decimal
    reason: str | None


def delivery_of(
    order: PurchaseOrder,
    told: Sequence[ReceivedLine] | None,
    *,
    received_on: dt.date | None,
    reference: str | None,
    freight: Decimal | None,
    why_more: str | None,
) -> Delivery:
    """What the arguments of `receive` mean; a refusal, with nothing written, when it cannot be so."""
    session = session_of(order)
    known = {
        line.id: line for line in lock_all(session, PurchaseOrderLine, [each.id for each in order.lines])
    }
    if told is None:
        told = [
            ReceivedLine(line_id=id_, quantity=each.outstanding)
            for id_, each in known.items()
            if each.outstanding
        ]
    _refuse_strange(order, told, known)
    if freight or any(each.unit_cost is not None for each in told):
        _refuse_costs_from_strangers()
    _refuse_slip(session, order, reference)
    for each in told:
        _refuse_twice(order, known[each.line_id], each)
        _refuse_more(order, known[each.line_id], each, why_more)
    day = received_on or clock.shop_day()
    if day > clock.shop_day():
        raise RuleBroken(
            f"Nothing was received: {short_day(day)} is still to come. Take today or a day before."
        )
    lines = [(known[each.line_id], each.quantity, _cost(known[each.line_id], each)) for each in told]
    lines.sort(key=lambda each: (each[0].material_id, each[0].id))
    return Delivery(lines, day, reference or None, freight or Decimal(0), why_more or None)


def take_in(order: PurchaseOrder, delivery: Delivery) -> P:
    """Write the receipts of `delivery`, move the stock, and answer where the order stands now."""
    session = session_of(order)
    materials = {line.material_id for line, _, _ in delivery.lines}
    hold_waiting_jobs(session, materials)
    hold(session, materials)
    goods = [round_half_up(quantity * cost) for _, quantity, cost in delivery.lines]
    shares = split(delivery.freight, goods)
    entries = zip(delivery.lines, goods, shares, strict=True)
    for (line, quantity, cost), worth, share in sorted(
        entries, key=lambda each: (each[0][0].material_id, each[0][0].id)
    ):
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
        _move(session, receipt, f"Received on {order}")
    return where_it_stands(order)


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
    _move(session, back, f"Receipt on {order} reversed: {reason}", value=_worth(material, receipt))


def _worth(material: Material, receipt: PurchaseReceipt) -> Decimal:
    """What the stock is worth less without `receipt`: what that cost, but never more than there is.

    Where some of it was used meanwhile, its cost has gone with what was used; whoever takes the last takes the rest.
    """
    if receipt.quantity == material.quantity_on_hand:
        return -material.stock_value
    return -min(receipt.total_cost, material.stock_value)


def where_it_stands(order: PurchaseOrder) -> P:
    """By what came of its lines. An order that was closed awaits nothing."""
    if order.closed_because or not any(line.outstanding for line in order.lines):
        return P.RECEIVED
    return P.PARTIALLY_RECEIVED if any(line.quantity_received for line in order.lines) else P.SENT


def await_no_more(order: PurchaseOrder, why: str) -> None:
    """What is outstanding is not coming any more."""
    session = session_of(order)
    lines = [
        line
        for line in lock_all(session, PurchaseOrderLine, [each.id for each in order.lines])
        if line.outstanding
    ]
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


def _move(session: Session, receipt: PurchaseReceipt, why: str, value: Decimal | None = None) -> None:
    """Move the stock by `receipt`, and what is awaited by what it changes of that.

    The stock is worth more by the receipt's cost, unless another `value` is given.
    """
    line = receipt.purchase_order_line
    before = Decimal(0) if line.purchase_order.closed_because else line.outstanding
    line.count_in(receipt.quantity)
    after = Decimal(0) if line.purchase_order.closed_because else line.outstanding
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


def _refuse_strange(
    order: PurchaseOrder, told: Sequence[ReceivedLine], known: dict[str, PurchaseOrderLine]
) -> None:
    strange = [each.line_id for each in told if each.line_id not in known]
    if strange:
        raise InvalidValue("lines", f"{order} has no line {strange[0]}.")
    if not told:
        raise RuleBroken(
            f"Nothing was received: no line of {order} says that something came. Type how much came."
        )
    if len({each.line_id for each in told}) < len(told):
        raise InvalidValue("lines", "A line stands there twice: add its quantities up.")


def _refuse_costs_from_strangers() -> None:
    if not reads_costs(current_actor()):
        raise NotAllowed(
            "Nothing was received: what a delivery cost is for managers and the bookkeeper to say. Leave it out, and "
            "it counts as ordered."
        )


def _refuse_slip(session: Session, order: PurchaseOrder, reference: str | None) -> None:
    if not reference:
        return
    reversal = sa.orm.aliased(PurchaseReceipt)
    receipt = PurchaseReceipt
    known = (
        sa.select(receipt.received_on, receipt.received_by)
        .join(receipt.purchase_order_line)
        .where(
            PurchaseOrderLine.purchase_order_id == order.id,
            receipt.reference == reference,
            receipt.reverses_id.is_(None),
            ~sa.exists().where(reversal.reverses_id == receipt.id),
        )
        .order_by(receipt.id)
    )
    found = session.execute(known.limit(1)).first()
    if found is not None:
        raise RuleBroken(
            f"Nothing was received: packing slip {reference} of {order} was taken in by {found.received_by} on "
            f"{short_day(found.received_on)}. Reverse that receipt first if it was wrong."
        )


def _refuse_twice(order: PurchaseOrder, line: PurchaseOrderLine, told: ReceivedLine) -> None:
    if told.received_before is not None and told.received_before != line.quantity_received:
        raise RuleBroken(
            f"Nothing was received: meanwhile {counted(line.material, line.quantity_received)} of {line.material.name} "
            f"came in on {order}, and not {counted(line.material, told.received_before)}. Look at the order again."
        )


def _refuse_more(
    order: PurchaseOrder, line: PurchaseOrderLine, told: ReceivedLine, why_more: str | None
) -> None:
    more = told.quantity - line.outstanding
    if more > 0 and not (why_more or "").strip():
        material = line.material
        raise RuleBroken(
            f"Nothing was received: {counted(material, told.quantity)} of {material.name} is "
            f"{counted(material, more)} more than {order} still awaits ({counted(material, line.outstanding)}). "
            "Receive what was ordered, or say why more is kept."
        )


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


def _cost(line: PurchaseOrderLine, told: ReceivedLine) -> Decimal:
    cost = told.unit_cost if told.unit_cost is not None else line.unit_cost
    if cost is None:
        raise RuleBroken(
            f"Nothing was received: nobody knows what {line.material.name} costs. Type its unit cost."
        )
    return cost
