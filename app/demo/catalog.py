"""What the demo shop sells, stocks and buys from. Prices are invented."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.catalog import Material, Product, Supplier

PRODUCTS = {
    "TEE-SP": ("Screen-printed T-shirt", "14.50"),
    "HOOD-SP": ("Screen-printed hoodie", "36.00"),
    "TEE-DTF": ("Full-color T-shirt", "18.00"),
    "CAP-EMB": ("Embroidered cap", "21.00"),
    "POLO-EMB": ("Embroidered polo", "32.00"),
    "JERSEY-HTV": ("Team jersey with name and number", "29.00"),
}
"""Article number to name and unit price in dollars."""

GARMENTS = {
    "T-shirt, black": "3.1250",
    "T-shirt, white": "2.7500",
    "Hoodie, navy": "14.2000",
    "Cap, khaki": "5.4000",
}
"""Garment to unit cost in dollars; each is stocked in every size."""

SIZES = ("S", "M", "L", "XL", "2XL")

CONSUMABLES = {
    "VINYL-WHT": ("Heat-transfer vinyl, white, 15 in", "in", "0.1350", "900"),
    "INK-BLK": ("Plastisol ink, black", "g", "0.0240", "4200"),
    "INK-WHT": ("Plastisol ink, white", "g", "0.0290", "3800"),
    "DTF-FILM": ("DTF film, 24 in", "in", "0.0700", "3200"),
    "THREAD-GLD": ("Polyester thread, gold", "m", "0.0011", "45000"),
}
"""Article number to name, unit, unit cost in dollars, quantity on hand."""


def add_catalog(session: Session) -> None:
    """Add suppliers, products, garments by size, and consumables."""
    blanks = Supplier(name="Prairie Wholesale Apparel", email="orders@prairiewholesale.example", lead_days=3)
    supplies = Supplier(name="Midwest Print Supply", email="sales@midwestprintsupply.example", lead_days=5)
    session.add_all([blanks, supplies])
    session.add_all(Product(sku=sku, name=name, unit_price=price) for sku, (name, price) in PRODUCTS.items())
    for garment, cost in GARMENTS.items():
        session.add_all(_variant(garment, size, cost, blanks) for size in SIZES)
    for sku, (name, unit, cost, on_hand) in CONSUMABLES.items():
        session.add(
            Material(
                sku=sku, name=name, unit=unit, unit_cost=cost, quantity_on_hand=on_hand, supplier=supplies
            )
        )


def _variant(garment: str, size: str, cost: str, supplier: Supplier) -> Material:
    code = "".join(word[:3].upper() for word in garment.replace(",", "").split())
    return Material(
        sku=f"{code}-{size}",
        name=f"{garment}, {size}",
        unit_cost=cost,
        quantity_on_hand="40",
        supplier=supplier,
    )
