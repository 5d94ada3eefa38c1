"""Ink and pretreatment of direct-to-garment prints."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

INK_LIGHT: Final = Decimal("1.0")
INK_DARK: Final = Decimal("4.0")
"""Millilitres of a print on a light and on a dark garment, where the RIP told none."""
PRETREAT_DARK: Final = Decimal(20)
"""Grams of pretreatment on a dark garment; light ones take none."""


def dtg_ink(
    pieces: int,
    *,
    on_dark: bool,
    told: Decimal | None = None,
    light: Decimal = INK_LIGHT,
    dark: Decimal = INK_DARK,
) -> Decimal:
    """Millilitres: what the RIP told for a print, else what prints on light or dark garments take, for each piece."""
    each = told if told is not None else dark if on_dark else light
    return each * pieces


def dtg_pretreat(
    pieces: int, *, on_dark: bool, light: Decimal = Decimal(0), dark: Decimal = PRETREAT_DARK
) -> Decimal:
    """Grams for each piece."""
    return (dark if on_dark else light) * pieces
