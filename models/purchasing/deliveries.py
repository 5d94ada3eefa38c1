"""What is said to have come of an order, and every reason for which it cannot be so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ..core import clock
from ..core.actor import current_actor
from ..core.base import session_of
from ..core.dates import short_day
from ..core.errors import InvalidValue, NotAllowed, RuleBroken
from ..core.references import reference_key
from ..core.visibility import reads_costs
from .arguments import ReceivedLine
from .lines import PurchaseOrderLine
from .receipts import PurchaseReceipt
from .words import counted

if TYPE_CHECKING:
    from .orders import PurchaseOrder


@dataclass(frozen=True)
class Delivery:
    """What came at once, in the order in which materials are locked: line, quantity and cost of one unit of each."""

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
    """What the arguments of `receive` mean; a refusal, with nothing written, when it cannot be so.

    Without `told`, all that is outstanding came. The order's lines are locked.
    """
    known = {line.id: line for line in order.locked_lines()}
    if told is None:
        awaited = [each for each in known.values() if each.outstanding]
        told = [ReceivedLine(line_id=each.id, quantity=each.outstanding) for each in awaited]
    _refuse_strange(order, told, known)
    if freight or any(each.unit_cost is not None for each in told):
        _refuse_costs_from_strangers()
    _refuse_slip(order, reference)
    for each in told:
        _refuse_twice(order, known[each.line_id], each)
        _refuse_more(order, known[each.line_id], each, why_more)
    lines = [(known[each.line_id], each.quantity, _cost(known[each.line_id], each)) for each in told]
    lines.sort(key=lambda each: (each[0].material_id, each[0].id))
    return Delivery(lines, _day_of(received_on), reference or None, freight or Decimal(0), why_more or None)


def _day_of(received_on: dt.date | None) -> dt.date:
    day = received_on or clock.shop_day()
    if day > clock.shop_day():
        raise RuleBroken(
            f"Nothing was received: {short_day(day)} is still to come. Take today or a day before."
        )
    return day


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


def _refuse_slip(order: PurchaseOrder, reference: str | None) -> None:
    """RuleBroken when a receipt of `order` that still counts names this packing slip, however it is spelled."""
    key = reference_key(reference or "")
    if not key:
        return
    reversal = sa.orm.aliased(PurchaseReceipt)
    receipt = PurchaseReceipt
    known = (
        sa.select(receipt.reference, receipt.received_on, receipt.received_by)
        .join(receipt.purchase_order_line)
        .where(
            PurchaseOrderLine.purchase_order_id == order.id,
            receipt.reference.is_not(None),
            receipt.reverses_id.is_(None),
            ~sa.exists().where(reversal.reverses_id == receipt.id),
        )
        .order_by(receipt.id)
    )
    told = session_of(order).execute(known)
    found = next((row for row in told if reference_key(row.reference) == key), None)
    if found is not None:
        raise RuleBroken(
            f"Nothing was received: packing slip {found.reference} of {order} was taken in by {found.received_by} on "
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


def _cost(line: PurchaseOrderLine, told: ReceivedLine) -> Decimal:
    cost = told.unit_cost if told.unit_cost is not None else line.unit_cost
    if cost is None:
        raise RuleBroken(
            f"Nothing was received: nobody knows what {line.material.name} costs. Type its unit cost."
        )
    return cost
