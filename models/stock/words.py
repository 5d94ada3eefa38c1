"""Quantities and shortages as sentences."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ..catalog import Material

PIECE: Final = "piece"


def plain(quantity: Decimal) -> str:
    """A quantity without the zeros behind it: 12.5000 is “12.5”."""
    return f"{quantity.normalize():,f}" if quantity else "0"


def measured(quantity: Decimal, unit: str) -> str:
    """A quantity with its unit: “12 pieces”, “1 piece”, “111 in”."""
    if unit != PIECE:
        return f"{plain(quantity)} {unit}"
    return f"{plain(quantity)} piece{'' if quantity == 1 else 's'}"


def too_few(material: Material, there: Decimal, asked: Decimal) -> str:
    """That there is less of `material` than is asked for, and what to do."""
    wanted = plain(asked) if material.unit == PIECE else measured(asked, material.unit)
    return (
        f"There {_be(there)} {measured(there, material.unit)} of {material.name}; {wanted} {_be(asked)} asked for. "
        "Count the stock or adjust it with a reason."
    )


def _be(quantity: Decimal) -> str:
    return "is" if quantity == 1 else "are"
