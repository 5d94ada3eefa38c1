"""Why a job costs other than it was estimated to: by price, quantity, time, waste and scope (decision 0105).

A pure function. The causes always sum to actual − estimate, to the cent: each line is taken apart into amounts that
are rounded once and then subtracted from each other, never rounded apart.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from ..core.types import round_half_up
from .costs import NOTHING


class Cause(enum.StrEnum):
    """Why costs differ from the estimate."""

    PRICE = "PRICE"
    QUANTITY = "QUANTITY"
    TIME = "TIME"
    WASTE = "WASTE"
    SCOPE = "SCOPE"


@dataclass(frozen=True)
class Estimated:
    """What a subject was estimated at, change orders included: quantity and amount."""

    quantity: Decimal = NOTHING
    amount: Decimal = NOTHING

    def __add__(self, other: Estimated) -> Estimated:
        return Estimated(self.quantity + other.quantity, self.amount + other.amount)


@dataclass(frozen=True)
class Used:
    """What of a material was used, and of that what misprints spoiled."""

    quantity: Decimal = NOTHING
    cost: Decimal = NOTHING
    spoiled_quantity: Decimal = NOTHING
    spoiled_cost: Decimal = NOTHING


@dataclass(frozen=True)
class Comparison:
    """Estimate and actual of a job. Materials by their id; labor in hours; all else as amounts.

    `bought` is what was spent on material for this job alone, `changed` what change orders added to the estimate,
    which `materials`, `labor`, `shipping` and `other` contain.
    """

    materials: Mapping[str, Estimated] = field(default_factory=dict)
    used: Mapping[str, Used] = field(default_factory=dict)
    bought: Decimal = NOTHING
    labor: Estimated = Estimated()
    worked_seconds: int = 0
    labor_cost: Decimal = NOTHING
    shipping: Decimal = NOTHING
    shipping_cost: Decimal = NOTHING
    other: Decimal = NOTHING
    other_costs: Decimal = NOTHING
    changed: Decimal = NOTHING


HOUR: Final = Decimal(3600)


def variance_of(compared: Comparison) -> dict[Cause, Decimal]:
    """What of the difference to the first estimate is due to each cause; their sum is that difference.

    - WASTE: what misprints used up, at what it cost;
    - QUANTITY: more or less of a material than estimated, at the estimated cost of a unit; what was not estimated
      at all, and what was bought for the job alone, is quantity too;
    - PRICE: what was used at another cost than estimated, hours at another rate, and what shipping and other expenses
      cost beyond what was reckoned;
    - TIME: more or less hours than estimated, at the estimated rate; without estimated hours, all that was worked;
    - SCOPE: what change orders added to the estimate.
    """
    causes = dict.fromkeys(Cause, NOTHING)
    for material in {**compared.materials, **compared.used}:
        estimated, used = compared.materials.get(material, Estimated()), compared.used.get(material, Used())
        good, cost = used.quantity - used.spoiled_quantity, used.cost - used.spoiled_cost
        expected = at_estimate(good, estimated, cost)
        causes[Cause.WASTE] += used.spoiled_cost
        causes[Cause.PRICE] += cost - expected
        causes[Cause.QUANTITY] += expected - estimated.amount
    causes[Cause.QUANTITY] += compared.bought
    expected = at_estimate(compared.worked_seconds / HOUR, compared.labor, compared.labor_cost)
    causes[Cause.PRICE] += compared.labor_cost - expected
    causes[Cause.TIME] += expected - compared.labor.amount
    causes[Cause.PRICE] += compared.shipping_cost - compared.shipping + compared.other_costs - compared.other
    causes[Cause.SCOPE] += compared.changed
    return causes


def at_estimate(quantity: Decimal, estimated: Estimated, cost: Decimal) -> Decimal:
    """What `quantity` would cost at the estimated cost of a unit; its actual `cost` where nothing was estimated."""
    if not estimated.quantity:
        return cost
    return round_half_up(quantity * estimated.amount / estimated.quantity)
