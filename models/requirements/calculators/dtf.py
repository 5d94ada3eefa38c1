"""Film, ink and powder of direct-to-film transfers."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from .nesting import Nesting, nest

INK_PER_CM2: Final = Decimal("0.0025")
"""Millilitres of ink on a square centimetre that is covered."""
POWDER_PER_CM2: Final = Decimal("0.005")
"""Grams of powder on a square centimetre that is covered."""


def dtf_film(pieces: int, width: Decimal, height: Decimal, roll: Decimal, gap: Decimal) -> Nesting:
    """The film, laid as vinyl is."""
    return nest(pieces, width, height, roll, gap)


def dtf_ink(area: Decimal, coverage: Decimal, pieces: int, per_cm2: Decimal = INK_PER_CM2) -> Decimal:
    """Millilitres: `area_cm² × coverage × ml_per_cm²` for each piece."""
    return area * coverage * per_cm2 * pieces


def dtf_powder(area: Decimal, coverage: Decimal, pieces: int, per_cm2: Decimal = POWDER_PER_CM2) -> Decimal:
    """Grams: `area_cm² × coverage × g_per_cm²` for each piece."""
    return area * coverage * per_cm2 * pieces
