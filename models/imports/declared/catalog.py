"""What the shop sells and what it works with: products and materials."""

from __future__ import annotations

from typing import Final

from ...catalog import Material, Product, Supplier
from ..kinds import Kind
from .headers import COST, NOTES, PRICE, PRODUCT, SKU, target

PRODUCTS: Final = Kind(
    "products",
    "Products",
    Product,
    (
        target(Product, "sku", SKU, label="SKU"),
        target(Product, "name", PRODUCT, "product"),
        target(Product, "unit_price", PRICE),
        target(Product, "description", "details|long description|beschreibung", NOTES),
    ),
    keys=("sku", "name"),
    needs=(("name",),),
)
MATERIALS: Final = Kind(
    "materials",
    "Materials",
    Material,
    (
        target(Material, "sku", SKU, label="SKU"),
        target(Material, "name", PRODUCT, "material|description"),
        target(Material, "unit", "uom|unit of measure|units|einheit"),
        target(Material, "unit_cost", COST, PRICE),
        target(Material, "quantity_on_hand", "on hand|stock|qty on hand|quantity|qty|in stock|bestand"),
        target(Material, "reorder_point", "reorder level|minimum|min stock|reorder at"),
        target(Supplier, "name", "vendor|supplier name|vendor name|brand|lieferant", name="supplier"),
    ),
    keys=("sku", "name"),
    needs=(("name",),),
    parent="suppliers",
)
