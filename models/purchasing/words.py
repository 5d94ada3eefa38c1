"""How quantities of materials are said to people and to suppliers."""

from __future__ import annotations

from decimal import Decimal

from ..catalog import Material
from ..stock.words import measured


def counted(material: Material, quantity: Decimal) -> str:
    """`quantity` in the material's own unit, such as “24 pieces” or “1,200.5 in”."""
    return measured(quantity, material.unit)


def in_purchase_units(material: Material, quantity: Decimal) -> str:
    """In what the supplier sells, where it comes out whole, and in what the shop counts: “2 cases (24 pieces)”."""
    size, told = material.purchase_unit_quantity, counted(material, quantity)
    if not material.purchase_unit or not size or quantity % size:
        return told
    return f"{measured(quantity / size, material.purchase_unit)} ({told})"
