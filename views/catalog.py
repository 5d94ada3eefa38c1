"""What the shop sells, stocks and buys from."""

from __future__ import annotations

from typing import Any

from models.catalog import Material, Product, Supplier
from models.core.actor import current_actor
from models.core.base import db
from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.core.visibility import reads_costs
from models.purchasing.prices import purchases

from .core.pages.cells import Cell
from .core.screen import Screen, screen
from .core.shown import shown


@screen(
    "Products", category="Sales", icon="shirt", read={ARTIST, PRODUCTION, BOOKKEEPER}, write={OFFICE, MANAGER}
)
class ProductScreen(Screen, model=Product):
    """What customers order."""

    list_columns = ["sku", "name", "unit_price", "archived_at"]
    quick = ["name"]
    base_order = ("name", "asc")
    named_by = ["name", "sku"]


@screen(
    "Materials",
    category="Stock",
    icon="package",
    read={ARTIST, PRODUCTION, BOOKKEEPER},
    write={OFFICE, MANAGER},
)
class MaterialScreen(Screen, model=Material):
    """What is stocked and used up."""

    list_columns = [
        "sku",
        "name",
        "quantity_on_hand",
        "quantity_reserved",
        "quantity_incoming",
        "available",
        "unit",
        "reorder_point",
        "unit_cost",
        "supplier",
    ]
    headings = {
        "quantity_on_hand": "On hand",
        "quantity_reserved": "Reserved",
        "quantity_incoming": "Incoming",
    }
    quick = ["name", "reorder_point", "supplier"]
    base_order = ("name", "asc")
    named_by = ["name", "sku"]
    related = ["stock_movements", "material_usage"]
    show_template = "purchasing/material.html"

    def extras(self, row: Material) -> list[Cell]:
        """What is left for jobs that are not promised yet."""
        return [Cell("available", "Available", shown(row.available), manner="exact")]

    def parts(self, row: Material, _shown: dict[str, Any]) -> dict[str, Any]:
        """What it was bought for, for those who may see costs."""
        return {
            "purchases": purchases(db.session(), row.id) if reads_costs(current_actor()) else None,
            "money": lambda amount: shown(amount, "$"),
        }


@screen(
    "Suppliers",
    category="Stock",
    icon="building-warehouse",
    read={PRODUCTION, BOOKKEEPER},
    write={OFFICE, MANAGER},
)
class SupplierScreen(Screen, model=Supplier):
    """Whom the shop buys from."""

    list_columns = ["name", "email", "phone", "lead_days", "archived_at"]
    quick = ["email", "phone", "lead_days"]
    base_order = ("name", "asc")
    related = ["materials", "purchase_orders"]
