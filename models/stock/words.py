"""Quantities and shortages as sentences."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ..catalog import Material

_PIECE: Final = "piece"
_NEVER_MANY: Final = frozenset({"fl oz"})


def plain(quantity: Decimal) -> str:
    """A quantity without the zeros behind it: 12.5000 is “12.5”."""
    return f"{quantity.normalize():,f}"


def measured(quantity: Decimal, unit: str) -> str:
    """A quantity with its unit: “12 pieces”, “1 roll”, “1,111.5 in”."""
    return f"{plain(quantity)} {unit_of(quantity, unit)}"


def unit_of(quantity: Decimal, unit: str) -> str:
    """The unit of so many. What is longer than a symbol has a plural."""
    is_word = len(unit) > 2 and not unit.endswith("s") and unit not in _NEVER_MANY
    return f"{unit}s" if quantity != 1 and is_word else unit


def too_few(material: Material, there: Decimal, asked: Decimal) -> str:
    """That there is less of `material` than is asked for, and what to do."""
    wanted = plain(asked) if material.unit == _PIECE else measured(asked, material.unit)
    return (
        f"There {_be(there)} {measured(there, material.unit)} of {material.name}; {wanted} {_be(asked)} asked for. "
        "Count the stock or adjust it with a reason."
    )


def _be(quantity: Decimal) -> str:
    return "is" if quantity == 1 else "are"
