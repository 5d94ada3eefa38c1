"""What the demo shop sells, stocks and buys from, and the day on which prices rise. Everything is invented."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.catalog import Material, Product, Supplier
from models.core import clock
from models.core.types import round_half_up
from models.jobs import DecorationMethod

from . import hours
from .registry import opening
from .simulation import Simulation, Story

M = DecorationMethod


class Ware(NamedTuple):
    """A product: its name, unit price in dollars, and how and where it is decorated."""

    name: str
    price: str
    method: DecorationMethod
    location: str


WARES = {
    "TEE-SP": Ware("Screen-printed T-shirt", "14.50", M.SCREEN_PRINT, "Full front"),
    "HOOD-SP": Ware("Screen-printed hoodie", "36.00", M.SCREEN_PRINT, "Full back"),
    "TOTE-SP": Ware("Screen-printed tote bag", "9.50", M.SCREEN_PRINT, "Front"),
    "TEE-DTF": Ware("Full-color T-shirt", "18.00", M.DTF, "Full front"),
    "APRON-DTF": Ware("Full-color apron", "22.00", M.DTF, "Bib"),
    "TEE-DTG": Ware("Direct-printed T-shirt", "24.00", M.DTG, "Full front"),
    "CAP-EMB": Ware("Embroidered cap", "21.00", M.EMBROIDERY, "Front"),
    "BEANIE-EMB": Ware("Embroidered beanie", "19.00", M.EMBROIDERY, "Cuff"),
    "POLO-EMB": Ware("Embroidered polo", "32.00", M.EMBROIDERY, "Left chest"),
    "JERSEY-HTV": Ware("Team jersey with name and number", "29.00", M.HTV, "Full back"),
}
"""Article number to ware."""

SUPPLIES_ROSE, BLANKS_ROSE, FOLLOWED = (dt.timedelta(days=days) for days in (500, 240, 130))
"""How long before the present supplies and blanks became dearer, and the shop's own prices followed."""

RISE = Decimal("1.30")
"""What blanks cost after their rise, as a multiple of what they cost before."""

BLANKS = "Prairie Wholesale Apparel"
"""Who sells them."""

SIZES = ("S", "M", "L", "XL", "2XL")
ONE_SIZE = ("One size",)

GARMENTS = {
    "T-shirt, black": ("3.1250", SIZES),
    "T-shirt, white": ("2.7500", SIZES),
    "T-shirt, heather grey": ("3.0500", SIZES),
    "Hoodie, navy": ("14.2000", SIZES),
    "Polo, navy": ("9.8000", SIZES),
    "Jersey, royal": ("8.4000", SIZES),
    "Cap, khaki": ("5.4000", ONE_SIZE),
    "Beanie, charcoal": ("4.1000", ONE_SIZE),
    "Apron, black": ("6.2500", ONE_SIZE),
    "Tote bag, natural": ("1.8500", ONE_SIZE),
}
"""Garment to unit cost in dollars and the sizes it is stocked in."""

CONSUMABLES = {
    "VINYL-WHT": ("Heat-transfer vinyl, white, 15 in", "in", "0.1350", "900", "600"),
    "INK-BLK": ("Plastisol ink, black", "g", "0.0240", "4200", "3000"),
    "INK-WHT": ("Plastisol ink, white", "g", "0.0290", "2800", "3000"),
    "DTF-FILM": ("DTF film, 24 in", "in", "0.0700", "3200", "1200"),
    "DTF-INK": ("DTF ink", "ml", "0.0900", "3600", "1500"),
    "DTF-POWDER": ("DTF powder", "g", "0.0190", "5200", "2000"),
    "DTG-INK": ("DTG ink, white", "ml", "0.2800", "840", "400"),
    "DTG-PRETREAT": ("DTG pretreatment", "g", "0.0120", "9000", "4000"),
    "THREAD-GLD": ("Polyester thread, gold", "m", "0.0011", "45000", "20000"),
    "THREAD-BOB": ("Bobbin thread, white", "m", "0.0006", "60000", "20000"),
    "BACKING-CUT": ("Cut-away backing", "piece", "0.0900", "380", "500"),
}
"""Article number to name, unit, unit cost in dollars, quantity on hand, reorder point."""

MEASURES = {
    "VINYL-WHT": {"roll_width": "15"},
    "INK-BLK": {"density": "1.2"},
    "INK-WHT": {"density": "1.44"},
    "DTF-FILM": {"roll_width": "24"},
}
"""Article number to the inches of a roll as it is sold, or the grams of a millilitre."""

DARK = frozenset({"black", "navy", "royal", "charcoal"})
"""Colors of garments that take a white base."""


def is_dark(garment: str) -> bool:
    """Whether a print on `garment` takes a white base."""
    return garment.rpartition(", ")[2] in DARK


@opening(20)
def add_catalog(shop: Simulation) -> None:
    """Add suppliers, products, garments by size, and consumables, and plan the days when prices rise."""
    with shop.by("owner"):
        blanks = Supplier(
            name=BLANKS,
            email="orders@prairiewholesale.example",
            lead_days=3,
            max_lead_days=5,
        )
        supplies = Supplier(
            name="Midwest Print Supply",
            email="sales@midwestprintsupply.example",
            lead_days=5,
            max_lead_days=8,
        )
        shop.session.add_all([blanks, supplies])
        for sku, ware in WARES.items():
            shop.session.add(Product(sku=sku, name=ware.name, unit_price=ware.price))
        for garment, (cost, sizes) in GARMENTS.items():
            shop.session.add_all(_variant(garment, size, cost, blanks) for size in sizes)
        shop.session.add_all(_consumables(supplies))
    shop.begin(_prices_rise(shop))


def _variant(garment: str, size: str, cost: str, supplier: Supplier) -> Material:
    code = "".join(word[:3].upper() for word in garment.replace(",", "").split())
    return Material(
        sku=f"{code}-{size.replace(' ', '').upper()}",
        name=f"{garment}, {size}",
        unit_cost=cost,
        quantity_on_hand="40",
        reorder_point="24",
        purchase_unit="case",
        purchase_unit_quantity="12",
        supplier=supplier,
    )


def _consumables(supplier: Supplier) -> list[Material]:
    return [
        Material(
            sku=sku,
            name=name,
            unit=unit,
            unit_cost=cost,
            quantity_on_hand=on_hand,
            reorder_point=reorder_at,
            order_quantity=reorder_at,
            supplier=supplier,
            **MEASURES.get(sku, {}),
        )
        for sku, (name, unit, cost, on_hand, reorder_at) in CONSUMABLES.items()
    ]


def _prices_rise(shop: Simulation) -> Story:
    """Supplies become a little dearer; blanks much, later and all at once, and the shop's own prices only follow."""
    for before, change in ((SUPPLIES_ROSE, _supplies_rise), (BLANKS_ROSE, _blanks_rise), (FOLLOWED, _follow)):
        day = hours.workday_after(clock.shop_day(shop.until - before), 0)
        if hours.moment(day, 8) > shop.began:
            yield hours.moment(day, 8.5)
            with shop.by("manager"):
                change(shop.session)


def _supplies_rise(session: Session) -> None:
    _raise_costs(session, Material.sku.in_(CONSUMABLES), Decimal("1.05"))


def _blanks_rise(session: Session) -> None:
    _raise_costs(session, Material.sku.not_in(CONSUMABLES), RISE)


def _raise_costs(session: Session, which: sa.ColumnElement[bool], factor: Decimal) -> None:
    for material in session.scalars(sa.select(Material).where(which).order_by(Material.sku)):
        material.unit_cost = round_half_up((material.unit_cost or Decimal(0)) * factor, 4)


def _follow(session: Session) -> None:
    for product in session.scalars(sa.select(Product).order_by(Product.sku)):
        price = (product.unit_price or Decimal(0)) * Decimal("1.10")
        product.unit_price = round_half_up(price * 4, 0) / 4  # to the quarter of a dollar
