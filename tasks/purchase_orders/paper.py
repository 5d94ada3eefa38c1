"""A purchase order as PDF, and the mail that carries it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from models.core import clock
from models.core.dates import full_day
from models.core.types import round_half_up
from models.purchasing import PurchaseOrder, PurchaseOrderLine, PurchaseOrderStatus
from models.purchasing.words import in_purchase_units

from ..papers import PaperOf, press_of

_TEMPLATE: Final = Path(__file__).with_name("order.typ")

_STANDING: Final = {PurchaseOrderStatus.DRAFT: "DRAFT", PurchaseOrderStatus.CANCELLED: "CANCELLED"}
"""What stands across an order that the supplier is not to deliver."""


def paper_of(order: PurchaseOrder, *, with_costs: bool = True) -> PaperOf:
    """What sets the PDF of `order`; without costs for whoever may not see them."""
    return press_of(_TEMPLATE, _told(order, with_costs=with_costs), order.sent_at or clock.now())


def words_of(order: PurchaseOrder) -> dict[str, Any]:
    """What the mail to the supplier says. Costs are on the paper alone."""
    lines = [[line.material.name, in_purchase_units(line.material, line.quantity)] for line in order.lines]
    return {
        "number": order.number,
        "supplier": order.supplier.name,
        "expected": full_day(order.expected_on) if order.expected_on else "",
        "lines": lines,
        "notes": order.notes or "",
    }


def _told(order: PurchaseOrder, *, with_costs: bool) -> dict[str, Any]:
    costs = [_cost(line) for line in order.lines]
    goods = sum((cost for cost in costs if cost is not None), Decimal(0))
    freight = order.freight or Decimal(0)
    supplier = order.supplier
    return {
        "number": order.number,
        "standing": _STANDING.get(order.status, ""),
        "supplier": supplier.name,
        "reached": [each for each in (supplier.email, supplier.phone) if each],
        "ordered": full_day(order.ordered_on) if order.ordered_on else "",
        "expected": full_day(order.expected_on) if order.expected_on else "",
        "with_costs": with_costs,
        "lines": [
            {
                "sku": line.material.sku or "",
                "name": line.material.name,
                "quantity": in_purchase_units(line.material, line.quantity),
                "unit_cost": _dollars(line.unit_cost, 4) if with_costs else "",
                "cost": _dollars(cost, 2) if with_costs else "",
            }
            for line, cost in zip(order.lines, costs, strict=True)
        ],
        "goods": _dollars(goods, 2) if with_costs else "",
        "freight": _dollars(freight, 2) if with_costs and freight else "",
        "total": _dollars(goods + freight, 2) if with_costs else "",
        "notes": order.notes or "",
    }


def _cost(line: PurchaseOrderLine) -> Decimal | None:
    return None if line.unit_cost is None else round_half_up(line.quantity * line.unit_cost)


def _dollars(amount: Decimal | None, places: int) -> str:
    """With at least two decimals and at most `places`."""
    if amount is None:
        return "–"
    told = f"{amount:,.{places}f}"
    while places > 2 and told.endswith("0"):
        told, places = told[:-1], places - 1
    return f"${told}"
