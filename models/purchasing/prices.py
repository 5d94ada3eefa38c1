"""What a material was bought for: a history by supplier, and the unit cost that follows the newest receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from ..catalog import Material, Supplier
from .lines import PurchaseOrderLine
from .orders import PurchaseOrder
from .receipts import PurchaseReceipt

MOST = 12
"""Purchases that a material's page tells of."""


@dataclass(frozen=True)
class Purchase:
    """One receipt that stands: when, from whom, how much, at what cost of one unit, on which order."""

    received_on: dt.date
    supplier: str
    quantity: Decimal
    unit_cost: Decimal
    order_id: str
    order: str


def purchases(session: Session, material_id: str, most: int = MOST) -> Sequence[Purchase]:
    """The receipts of a material that nobody reversed, the newest first."""
    told: tuple[Any, ...] = (
        PurchaseReceipt.received_on,
        Supplier.name,
        PurchaseReceipt.quantity,
        PurchaseReceipt.unit_cost,
        PurchaseOrder.id,
        PurchaseOrder.number,
    )
    query = _standing(material_id, *told)
    query = query.join(PurchaseOrderLine.purchase_order).join(PurchaseOrder.supplier)
    return [Purchase(*row) for row in session.execute(query.limit(most))]


def follow_price(session: Session, line: PurchaseOrderLine) -> None:
    """Let the material cost what the newest receipt of it that stands says; as it is, where there is none."""
    session.flush()
    newest = session.scalar(_standing(line.material_id, PurchaseReceipt.unit_cost).limit(1))
    material = session.get_one(Material, line.material_id)
    if newest is not None and material.unit_cost != newest:
        material.unit_cost = newest


def _standing(material_id: str, *columns: Any) -> sa.Select[Any]:
    reversal = aliased(PurchaseReceipt)
    receipt = PurchaseReceipt
    return (
        sa.select(*columns)
        .select_from(receipt)
        .join(receipt.purchase_order_line)
        .where(
            PurchaseOrderLine.material_id == material_id,
            receipt.reverses_id.is_(None),
            ~sa.exists().where(reversal.reverses_id == receipt.id),
        )
        .order_by(receipt.received_on.desc(), receipt.id.desc())
    )
