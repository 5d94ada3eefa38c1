"""What a job will cost and earn, while it is being made (decision 0105). A pure function."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from ..core.types import round_half_up
from .costs import NOTHING
from .variance import HOUR, Comparison, Used, at_estimate


@dataclass(frozen=True)
class Forecast:
    """What a job will cost and earn when what is not done yet goes as estimated."""

    material_cost: Decimal
    labor_cost: Decimal
    shipping_cost: Decimal
    other_costs: Decimal
    revenue: Decimal | None

    @property
    def total_costs(self) -> Decimal:
        """All of it."""
        return self.material_cost + self.labor_cost + self.shipping_cost + self.other_costs

    @property
    def gross_profit(self) -> Decimal:
        """What is left of the revenue."""
        return (self.revenue or NOTHING) - self.total_costs

    @property
    def profit_margin(self) -> Decimal | None:
        """Per cent of the revenue; None without one."""
        return round_half_up(self.gross_profit * 100 / self.revenue) if self.revenue else None


def forecast_of(
    compared: Comparison, hours_left: Collection[Decimal], revenue: Decimal | None, *, is_made: bool
) -> Forecast:
    """Actual so far, and the estimate for what is not done yet (decision 0105).

    Of each material what good pieces have not used yet, at its estimated cost; waste comes on top. `hours_left` are
    those of each open operation, at the estimated rate, else at the average one so far. Of shipping and other costs
    what was reckoned beyond what was spent. When the job `is_made`, no material is to come.
    """
    material = sum((each.cost for each in compared.used.values()), compared.bought)
    if not is_made:
        for name, estimated in compared.materials.items():
            used = compared.used.get(name, Used())
            left = max(NOTHING, estimated.quantity - used.quantity + used.spoiled_quantity)
            material += at_estimate(left, estimated, NOTHING)
    return Forecast(
        material_cost=material,
        labor_cost=compared.labor_cost + _labor_left(compared, sum(hours_left, NOTHING)),
        shipping_cost=max(compared.shipping_cost, compared.shipping),
        other_costs=max(compared.other_costs, compared.other),
        revenue=revenue,
    )


def _labor_left(compared: Comparison, hours: Decimal) -> Decimal:
    if compared.labor.quantity:
        return at_estimate(hours, compared.labor, NOTHING)
    worked = compared.worked_seconds / HOUR
    return round_half_up(hours * compared.labor_cost / worked) if worked else NOTHING
