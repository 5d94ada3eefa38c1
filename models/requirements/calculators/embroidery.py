"""Thread and backing of embroidery."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

TOP_PER_1000: Final = Decimal(5)
BOBBIN_PER_1000: Final = Decimal(3)
"""Metres of thread that 1,000 stitches take."""


def top_thread(stitches: int, pieces: int, per_1000: Decimal = TOP_PER_1000) -> Decimal:
    """Metres of top thread; 8,000 stitches on 50 pieces take 2,000 m."""
    return _thread(stitches, pieces, per_1000)


def bobbin_thread(stitches: int, pieces: int, per_1000: Decimal = BOBBIN_PER_1000) -> Decimal:
    """Metres of bobbin thread; 8,000 stitches on 50 pieces take 1,200 m."""
    return _thread(stitches, pieces, per_1000)


def backing(pieces: int, each: Decimal = Decimal(1)) -> Decimal:
    """Pieces of backing: one behind each place that is embroidered."""
    return each * pieces


def _thread(stitches: int, pieces: int, per_1000: Decimal) -> Decimal:
    if stitches < 0 or pieces < 0:
        raise ValueError("Stitches and pieces cannot be below zero.")
    return Decimal(stitches) * per_1000 * pieces / 1000
