"""How quantities of materials are said to people and to suppliers."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ..catalog import Material

_NEVER_MANY: Final = frozenset({"fl oz"})


def counted(material: Material, quantity: Decimal) -> str:
    """`quantity` in the material's own unit, such as “24 pieces” or “1,200.5 in”."""
    return f"{quantity.normalize():,f} {_plural(material.unit, quantity)}"


def in_purchase_units(material: Material, quantity: Decimal) -> str:
    """In what the supplier sells, where it comes out whole, and in what the shop counts: “2 cases (24 pieces)”."""
    size, told = material.purchase_unit_quantity, counted(material, quantity)
    if not material.purchase_unit or not size or quantity % size:
        return told
    number = quantity / size
    return f"{number.normalize():,f} {_plural(material.purchase_unit, number)} ({told})"


def _plural(unit: str, number: Decimal) -> str:
    is_word = len(unit) > 2 and not unit.endswith("s") and unit not in _NEVER_MANY
    return f"{unit}s" if number != 1 and is_word else unit
