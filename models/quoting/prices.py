"""The price table: what a print costs the customer by quantity, what is charged once, what garments are sold for.

Rows are the shop's own and edited like any other. A row holds from its quantity on, until the next one of its method.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Final

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..core.base import Versioned
from ..core.labels import choice_label
from ..core.types import Choice, Exact, Money, UnitCost
from ..core.visibility import COSTS, PRICES
from ..jobs import DecorationMethod
from ..settings import DECLARED, Setting, declare, parse

_RUSH_PERCENT: Final = "rush_percent"

declare(
    _RUSH_PERCENT,
    Decimal(20),
    "What a rush adds to a price that is worked out by the price table, in percent of it, but at least the rush fee.",
    Annotated[Decimal, Field(ge=0, le=500, max_digits=5, decimal_places=2)],
)


def _price(doc: str, unit: str = "$/piece") -> Any:
    return mapped_column(Money(), default=Decimal(0), info=PRICES | {"unit": unit, "minimum": 0}, doc=doc)


def _from_quantity() -> Any:
    return mapped_column(info={"unit": "pieces", "minimum": 1}, doc="The fewest pieces for which it holds.")


class DecorationPrice(Versioned):
    """What one print on one garment is sold for, from a number of pieces on."""

    __tablename__ = "decoration_prices"
    __table_args__ = (sa.UniqueConstraint("decoration_method", "from_quantity"),)
    __sections__ = {
        "For": ("decoration_method", "from_quantity"),
        "A print on a piece": (
            "price",
            "price_per_color",
            "price_on_dark",
            "price_per_thousand_stitches",
            "price_per_square_inch",
        ),
    }

    decoration_method: Mapped[DecorationMethod] = mapped_column(Choice(DecorationMethod))
    from_quantity: Mapped[int] = _from_quantity()
    price: Mapped[Decimal] = _price("For each place that is printed, with its first color.")
    price_per_color: Mapped[Decimal] = _price("For each color after the first.")
    price_on_dark: Mapped[Decimal] = _price("Added on dark garments, which take a white base.")
    price_per_thousand_stitches: Mapped[Decimal] = _price("For a thousand stitches.", "$/1,000")
    price_per_square_inch: Mapped[Decimal] = mapped_column(
        UnitCost(), default=Decimal(0), info=PRICES | {"unit": "$/in²", "minimum": 0}, doc="For its size."
    )

    def __str__(self) -> str:
        return f"{choice_label(self.decoration_method)}, from {self.from_quantity}"


class SetUpBasis(enum.StrEnum):
    """What a set-up fee is charged for each of."""

    SCREEN = "SCREEN"
    PRINT = "PRINT"
    JOB = "JOB"


class SetUpFee(Versioned):
    """What is charged once, whatever the quantity: screens, digitizing."""

    __tablename__ = "set_up_fees"
    __table_args__ = (sa.UniqueConstraint("decoration_method", "name"),)

    decoration_method: Mapped[DecorationMethod] = mapped_column(Choice(DecorationMethod))
    name: Mapped[str] = mapped_column(
        String(60), doc="As the customer reads it, such as Screens or Digitizing."
    )
    basis: Mapped[SetUpBasis] = mapped_column(
        Choice(SetUpBasis), default=SetUpBasis.PRINT, doc="What it is charged for each of."
    )
    fee: Mapped[Decimal] = _price("For each.", "$ each")

    def __str__(self) -> str:
        return f"{self.name}, {choice_label(self.decoration_method)}"


class GarmentMarkup(Versioned):
    """What garments are sold for above what they cost the shop, from a number of pieces on."""

    __tablename__ = "garment_markups"

    from_quantity: Mapped[int] = mapped_column(
        unique=True, info={"unit": "pieces", "minimum": 1}, doc="The fewest pieces for which it holds."
    )
    markup_percent: Mapped[Decimal] = mapped_column(Exact(6, 2), info=COSTS | {"unit": "%", "minimum": 0})

    def __str__(self) -> str:
        return f"From {self.from_quantity}"


@dataclass(frozen=True)
class PriceTable:
    """All rows of the table, read once; each of a method or of garments in the order of quantities."""

    prints: Sequence[DecorationPrice]
    fees: Sequence[SetUpFee]
    markups: Sequence[GarmentMarkup]
    rush_percent: Decimal
    rush_fee: Decimal

    def print_price(self, method: DecorationMethod, pieces: int) -> DecorationPrice | None:
        """The row of `method` that holds for so many pieces; None when the table has none."""
        rows = [each for each in self.prints if each.decoration_method == method]
        return max((each for each in rows if each.from_quantity <= pieces), key=_from, default=None)

    def markup(self, pieces: int) -> Decimal:
        """Percent on garments for so many pieces; 0 when the table has none."""
        rows = [each for each in self.markups if each.from_quantity <= pieces]
        return max(rows, key=_from).markup_percent if rows else Decimal(0)


def _from(row: DecorationPrice | GarmentMarkup) -> int:
    return row.from_quantity


def load_prices(session: Session) -> PriceTable:
    """The shop's table as it stands now; four statements."""
    names = (_RUSH_PERCENT, "rush_fee")
    stored = session.execute(sa.select(Setting.name, Setting.value).where(Setting.name.in_(names)))
    told = {name: parse(DECLARED[name], value) for name, value in stored}
    return PriceTable(
        session.scalars(sa.select(DecorationPrice).order_by(DecorationPrice.id)).all(),
        session.scalars(sa.select(SetUpFee).order_by(SetUpFee.id)).all(),
        session.scalars(sa.select(GarmentMarkup).order_by(GarmentMarkup.id)).all(),
        *(told.get(name, DECLARED[name].default) for name in names),
    )
