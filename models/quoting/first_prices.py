"""The price table that a shop begins with, in dollars: plausible, to be changed as the shop likes."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..jobs import DecorationMethod
from .prices import DecorationPrice, GarmentMarkup, SetUpBasis, SetUpFee

M = DecorationMethod

BREAKS: Final = (1, 12, 24, 48, 72, 144)
"""Pieces from which the prices below hold."""

FIRST_PRINTS: Final[dict[tuple[DecorationMethod, str], tuple[str, ...]]] = {
    (M.SCREEN_PRINT, "price"): ("8.50", "4.75", "3.60", "2.80", "2.35", "1.85"),
    (M.SCREEN_PRINT, "price_per_color"): ("2.50", "1.10", "0.80", "0.60", "0.50", "0.40"),
    (M.SCREEN_PRINT, "price_on_dark"): ("1.50", "0.75", "0.60", "0.45", "0.40", "0.35"),
    (M.HTV, "price"): ("4.50", "4.00", "3.50", "3.25", "3.00", "2.75"),
    (M.HTV, "price_per_color"): ("2.50", "2.25", "2.00", "1.85", "1.75", "1.60"),
    (M.HTV, "price_per_square_inch"): ("0.0600", "0.0550", "0.0500", "0.0450", "0.0400", "0.0380"),
    (M.DTF, "price"): ("4.00", "3.25", "2.75", "2.40", "2.20", "1.95"),
    (M.DTF, "price_per_square_inch"): ("0.0500", "0.0450", "0.0400", "0.0360", "0.0330", "0.0300"),
    (M.DTG, "price"): ("11.00", "9.00", "8.00", "7.25", "6.75", "6.25"),
    (M.DTG, "price_on_dark"): ("4.00", "3.50", "3.25", "3.00", "2.75", "2.50"),
    (M.EMBROIDERY, "price"): ("5.00", "3.50", "2.75", "2.25", "2.00", "1.75"),
    (M.EMBROIDERY, "price_per_thousand_stitches"): ("1.00", "0.80", "0.70", "0.62", "0.56", "0.50"),
}
"""Method and column to the price at each break."""

FIRST_FEES: Final = (
    (M.SCREEN_PRINT, "Screens", SetUpBasis.SCREEN, "20.00"),
    (M.EMBROIDERY, "Digitizing", SetUpBasis.PRINT, "45.00"),
)

FIRST_MARKUPS: Final = ((1, "110"), (12, "90"), (48, "70"), (144, "55"))
"""Pieces, and percent on what garments cost."""


def seed_prices(session: Session) -> None:
    """Add the first table to a shop that has no row of it. Does not commit.

    All or nothing: a row that a shop took away does not come back.
    """
    session.flush()
    for model in (DecorationPrice, SetUpFee, GarmentMarkup):
        if session.scalar(sa.select(model.id).limit(1)) is not None:
            return
    session.add_all(_prints())
    for method, name, basis, fee in FIRST_FEES:
        session.add(SetUpFee(decoration_method=method, name=name, basis=basis, fee=Decimal(fee)))
    for pieces, percent in FIRST_MARKUPS:
        session.add(GarmentMarkup(from_quantity=pieces, markup_percent=Decimal(percent)))


def _prints() -> list[DecorationPrice]:
    rows = []
    for method in DecorationMethod:
        columns = {name: prices for (of, name), prices in FIRST_PRINTS.items() if of is method}
        for place, pieces in enumerate(BREAKS):
            values = {name: Decimal(prices[place]) for name, prices in columns.items()}
            rows.append(DecorationPrice(decoration_method=method, from_quantity=pieces, **values))
    return rows
