"""Which price reaches the margin and the markup that the shop aims at (domain.md, Money)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy.orm import Session

from ..core.types import round_half_up
from ..settings import declare, value_of

_CENT: Final = Decimal("0.01")
_PERCENT = Annotated[Decimal, Field(ge=0, lt=100, max_digits=5, decimal_places=2)]

declare(
    "target_margin_percent",
    Decimal(40),
    "The margin that a quote aims at, in percent of its price.",
    _PERCENT,
)
declare(
    "target_markup_percent",
    Decimal(65),
    "The markup that a quote aims at, in percent of what it costs.",
    Annotated[Decimal, Field(ge=0, le=1000, max_digits=6, decimal_places=2)],
)


@dataclass(frozen=True)
class Target:
    """A margin or markup that is aimed at, what the price at hand has (None: it has none), and what would reach it."""

    name: str
    percent: Decimal
    actual: Decimal | None
    price: Decimal

    @property
    def is_reached(self) -> bool:
        """Whether the price at hand is enough."""
        return self.actual is not None and self.actual >= self.percent


def margin_of(price: Decimal, cost: Decimal) -> Decimal | None:
    """(price − cost) / price in percent, to two decimals; None for a price of zero."""
    return round_half_up((price - cost) / price * 100) if price else None


def markup_of(price: Decimal, cost: Decimal) -> Decimal | None:
    """(price − cost) / cost in percent, to two decimals; None for a cost of zero."""
    return round_half_up((price - cost) / cost * 100) if cost else None


def price_for_margin(cost: Decimal, percent: Decimal) -> Decimal:
    """The lowest price, to the cent, whose margin is at least `percent`, which is below 100."""
    return (cost / (1 - percent / 100)).quantize(_CENT, ROUND_CEILING)


def price_for_markup(cost: Decimal, percent: Decimal) -> Decimal:
    """The lowest price, to the cent, whose markup is at least `percent`."""
    return (cost * (1 + percent / 100)).quantize(_CENT, ROUND_CEILING)


def targets(session: Session, price: Decimal, cost: Decimal) -> list[Target]:
    """The shop's margin and markup, as `price` has them and what would reach them."""
    margin, markup = (value_of(session, f"target_{name}_percent") for name in ("margin", "markup"))
    return [
        Target("Margin", margin, margin_of(price, cost), price_for_margin(cost, margin)),
        Target("Markup", markup, markup_of(price, cost), price_for_markup(cost, markup)),
    ]
