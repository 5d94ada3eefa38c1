"""How much of a roll so many prints take, laid in rows: heat-transfer vinyl, DTF film."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

USABLE: Final = {Decimal(12): Decimal("11.8"), Decimal(15): Decimal("14.75")}
"""Rolls are sold by a rounded width: “12 in” is 11.8 in, “15 in” is 14.75 in (domain.md, “Materials”)."""


def usable_width(named: Decimal) -> Decimal:
    """The inches that a roll called `named` inches wide really has."""
    return USABLE.get(named, named)


@dataclass(frozen=True)
class Nesting:
    """Prints laid in rows: the length they take of each layer, how many a row, how many rows, and whether turned."""

    length: Decimal
    per_row: int
    rows: int
    row_height: Decimal
    is_turned: bool


def nest(pieces: int, width: Decimal, height: Decimal, roll: Decimal, gap: Decimal) -> Nesting:
    """The shorter of both rotations: `per_row = floor((W+g)/(w+g))`, `length = ceil(n/per_row) × (h+g)`, in inches.

    `roll` is the usable width. Turning decides only when it is shorter. ValueError when a print fits in neither
    rotation, or a measure is not above zero.
    """
    if pieces < 0 or gap < 0:
        raise ValueError("Pieces and the gap between them cannot be below zero.")
    if min(width, height, roll) <= 0:
        raise ValueError("The measures of a print and of its roll are above zero.")
    upright = _laid(pieces, width, height, roll, gap, is_turned=False)
    turned = _laid(pieces, height, width, roll, gap, is_turned=True)
    found = [each for each in (upright, turned) if each is not None]
    if not found:
        size = f"{width.normalize():f} × {height.normalize():f} in"
        raise ValueError(f"{size} does not fit on a roll of {roll.normalize():f} in, turned or not.")
    return min(found, key=lambda each: each.length)


def _laid(
    pieces: int, width: Decimal, height: Decimal, roll: Decimal, gap: Decimal, *, is_turned: bool
) -> Nesting | None:
    per_row = int((roll + gap) // (width + gap))
    if per_row == 0:
        return None
    rows = -(-pieces // per_row)
    return Nesting(rows * (height + gap), per_row, rows, height + gap, is_turned)
