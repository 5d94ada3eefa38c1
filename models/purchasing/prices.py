"""What a material was bought for: a history by supplier, and the unit cost that follows the newest receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from ..catalog import Material, Supplier
from ..core.dates import full_day
from ..core.types import round_half_up
from .lines import PurchaseOrderLine
from .orders import PurchaseOrder
from .receipts import PurchaseReceipt

MOST = 12
"""Purchases that a material's page tells of."""


@dataclass(frozen=True)
class Purchase:
    """One receipt that stands: when, from whom, how much, at what cost of one unit, on which order.

    `before` is the cost of one unit at the receipt before it; None for the first of those told.
    """

    received_on: dt.date
    supplier: str
    quantity: Decimal
    unit_cost: Decimal
    order_id: str
    order: str
    before: Decimal | None = None

    @property
    def day(self) -> str:
        """Such as “Mon 23 Nov 2026”."""
        return full_day(self.received_on)

    @property
    def amount(self) -> str:
        """The quantity as people write it."""
        return f"{self.quantity.normalize():,f}"

    @property
    def change(self) -> str:
        """By how many per cent it cost more or less than before; “–” for no change."""
        if not self.before or self.before == self.unit_cost:
            return "–"
        return f"{round_half_up((self.unit_cost / self.before - 1) * 100, 1):+} %"


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
    rows = [Purchase(*row) for row in session.execute(query.limit(most + 1))]
    pairs = zip(rows, [*rows, None][1:], strict=True)
    return [replace(each, before=before.unit_cost if before else None) for each, before in pairs][:most]


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
