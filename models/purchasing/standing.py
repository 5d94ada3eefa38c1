"""An order stands once its supplier has it: neither its lines nor its supplier change, and it is not deleted."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, event

from ..core.errors import RuleBroken
from .life import PurchaseOrderStatus, why_it_stands
from .lines import PurchaseOrderLine
from .orders import PurchaseOrder

_OF_A_LINE: Final = ("purchase_order_id", "material_id", "quantity", "unit_cost")


@event.listens_for(PurchaseOrderLine, "before_insert")
@event.listens_for(PurchaseOrderLine, "before_delete")
def _line_stands(_mapper: Any, connection: Connection, line: PurchaseOrderLine) -> None:
    _refuse_unless_draft(connection, line.purchase_order_id)


@event.listens_for(PurchaseOrderLine, "before_update")
def _changed_line_stands(_mapper: Any, connection: Connection, line: PurchaseOrderLine) -> None:
    attributes: Any = sa.inspect(line).attrs
    if any(attributes[name].history.has_changes() for name in _OF_A_LINE):
        before = attributes["purchase_order_id"].history.deleted
        for order_id in {line.purchase_order_id, *before}:
            _refuse_unless_draft(connection, order_id)


@event.listens_for(PurchaseOrder, "before_update")
def _order_stands(_mapper: Any, connection: Connection, order: PurchaseOrder) -> None:
    if sa.inspect(order).attrs["supplier_id"].history.has_changes():
        _refuse_unless_draft(connection, order.id)


@event.listens_for(PurchaseOrder, "before_delete")
def _order_is_kept(_mapper: Any, connection: Connection, order: PurchaseOrder) -> None:
    _refuse_unless_draft(connection, order.id)


def _refuse_unless_draft(connection: Connection, order_id: str) -> None:
    """Held, so that nobody sends the order while its lines change."""
    table = PurchaseOrder.__table__
    held = sa.select(table.c.number, table.c.status).where(table.c.id == order_id)
    found = connection.execute(held.with_for_update(key_share=True)).first()
    if found is not None and found.status != PurchaseOrderStatus.DRAFT:
        raise RuleBroken(f"Nothing was changed: {why_it_stands(found.number)}")
