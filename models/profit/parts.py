"""A job's profit by product and method of decoration.

Each item falls to its product; an item that is decorated by several methods falls to each of them alike, since every
piece passes through all. **Revenue** is parted by price (pieces times unit price), or by pieces where an item has no
price. **Costs**, the estimate and the pieces themselves are parted by pieces, for that is what costs grow with. Every
amount is parted by the largest remainder, so that the parts make up the job to the cent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from ..core.splitting import split
from ..core.types import round_half_up
from ..jobs import DecorationMethod
from .margins import LOWEST


@dataclass(frozen=True)
class Earned:
    """What is told of a job, or of a part of it."""

    pieces: int
    revenue: Decimal
    material_cost: Decimal
    labor_cost: Decimal
    shipping_cost: Decimal
    other_costs: Decimal
    estimated_cost: Decimal | None = None

    @property
    def total_costs(self) -> Decimal:
        """Material, labor, shipping and the rest."""
        return self.material_cost + self.labor_cost + self.shipping_cost + self.other_costs

    @property
    def profit(self) -> Decimal:
        """What is left."""
        return self.revenue - self.total_costs

    @property
    def margin(self) -> Decimal | None:
        """The profit in percent of the revenue; None without revenue."""
        return round_half_up(self.profit * 100 / self.revenue) if self.revenue else None

    @property
    def standing(self) -> Decimal:
        """The margin to order by."""
        if self.margin is not None:
            return self.margin
        return LOWEST if self.profit < 0 else Decimal(0)


@dataclass(frozen=True)
class Item:
    """An item of a job, as far as it parts what the job earns."""

    product_id: str | None
    methods: Sequence[DecorationMethod]
    pieces: int
    unit_price: Decimal | None


Key = tuple[str | None, DecorationMethod | None]
"""A product and a method; None for an item without."""


def parts_of(whole: Earned, items: Sequence[Item]) -> list[tuple[Key, Earned]]:
    """What falls to each product and method, in a fixed order; a job without items is one part of neither."""
    weights = _weights(items)
    keys = sorted(weights, key=lambda key: (key[0] or "", key[1] or ""))
    if not keys:
        return [((None, None), whole)]
    by_price, by_pieces = [weights[key][0] for key in keys], [weights[key][1] for key in keys]
    pieces = split(Decimal(whole.pieces), by_pieces, places=0)
    parted = {
        field.name: split(value, by_price if field.name == "revenue" else by_pieces)
        for field in fields(Earned)
        if isinstance(value := getattr(whole, field.name), Decimal)
    }
    return [
        (
            key,
            replace(
                whole, pieces=int(pieces[place]), **{name: shares[place] for name, shares in parted.items()}
            ),
        )
        for place, key in enumerate(keys)
    ]


def _weights(items: Sequence[Item]) -> dict[Key, tuple[Decimal, Decimal]]:
    """What each part weighs in price and in pieces."""
    priced = all(item.unit_price is not None for item in items) and any(item.unit_price for item in items)
    found: dict[Key, tuple[Decimal, Decimal]] = defaultdict(lambda: (Decimal(0), Decimal(0)))
    for item in items:
        methods: Sequence[DecorationMethod | None] = sorted(set(item.methods)) or [None]
        pieces = Decimal(item.pieces) / len(methods)
        price = pieces * (item.unit_price or Decimal(0)) if priced else pieces
        for method in methods:
            old = found[item.product_id, method]
            found[item.product_id, method] = (old[0] + price, old[1] + pieces)
    return dict(found)
