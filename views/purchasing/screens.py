"""What is ordered from suppliers."""

from __future__ import annotations

from models.core.roles import BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.purchasing import PurchaseOrder, PurchaseOrderLine, PurchaseReceipt

from ..core.screen import Screen, screen
from .receive import ReceivePages


@screen(
    "Purchase orders",
    category="Stock",
    icon="truck",
    read={PRODUCTION, BOOKKEEPER},
    write={OFFICE, MANAGER},
)
class PurchaseOrderScreen(ReceivePages, Screen, model=PurchaseOrder):
    """Orders to suppliers."""

    show_template = "purchasing/show.html"
    foremost = ["receive"]
    own_pages = frozenset({"receive"})
    list_columns = ["number", "supplier", "status", "ordered_on", "expected_on"]
    quick = ["expected_on"]
    related = ["purchase_order_lines"]


@screen(
    "Purchase order lines",
    category="Stock",
    icon="list",
    detail=True,
    read={PRODUCTION, BOOKKEEPER},
    write={OFFICE, MANAGER},
)
class PurchaseOrderLineScreen(Screen, model=PurchaseOrderLine):
    """How much of what is ordered."""

    base_order = ("id", "asc")
    list_columns = ["purchase_order", "material", "quantity", "quantity_received", "unit_cost", "purpose"]
    related = ["purchase_receipts"]


@screen(
    "Receipts", category="Stock", icon="package", detail=True, read={PRODUCTION, BOOKKEEPER, OFFICE, MANAGER}
)
class PurchaseReceiptScreen(Screen, model=PurchaseReceipt):
    """What arrived from suppliers."""

    list_columns = [
        "received_on",
        "purchase_order_line",
        "quantity",
        "unit_cost",
        "total_cost",
        "reference",
        "received_by",
    ]
