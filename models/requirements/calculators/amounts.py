"""Pieces with what is spoiled, and areas."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Final

CM_PER_INCH: Final = Decimal("2.54")


def pieces_with_spoilage(quantity: int, percent: Decimal) -> int:
    """`ceil(quantity × (1 + spoilage))` (domain.md, “Materials”); ValueError below zero."""
    if quantity < 0 or percent < 0:
        raise ValueError("Pieces and spoilage cannot be below zero.")
    return int((quantity * (1 + percent / 100)).to_integral_value(ROUND_CEILING))


def spread(total: int, shares: Sequence[int]) -> list[int]:
    """`total` pieces among `shares` in their proportion by largest remainder; the sum is `total`.

    Of equal remainders the larger share comes first, then the earlier.
    """
    whole = sum(shares)
    if whole == 0:
        return [0] * len(shares)
    parts = [total * share // whole for share in shares]
    rest = sorted(range(len(shares)), key=lambda i: (-(total * shares[i] % whole), -shares[i], i))
    for place in rest[: total - sum(parts)]:
        parts[place] += 1
    return parts


def area_cm2(width: Decimal, height: Decimal) -> Decimal:
    """The area in cm² of a print told in inches; ValueError unless both are above zero."""
    if width <= 0 or height <= 0:
        raise ValueError("A print's width and height are above zero.")
    return width * CM_PER_INCH * height * CM_PER_INCH
