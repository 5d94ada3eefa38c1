"""The costing of a job as a pure function of what was summed of its rows (domain.md, “Money”). Exact decimals."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

NOTHING: Final = Decimal(0)
_CENT: Final = Decimal("0.01")
_HUNDRED: Final = Decimal(100)
_HOUR: Final = Decimal(3600)
_HOURS_PLACES: Final = Decimal("0.0001")


class Facts(NamedTuple):
    """The sums of a job's stored rows. Amounts are in dollars, each row rounded to the cent before it was added.

    `actual_revenue` is None until the final invoice is issued, `materials_charged` where it has no such line,
    `estimated_costs` where no estimate is frozen.
    """

    quoted_amount: Decimal | None = None
    actual_revenue: Decimal | None = None
    materials_charged: Decimal | None = None
    material_cost: Decimal = NOTHING
    labor_cost: Decimal = NOTHING
    labor_seconds: int = 0
    shipping_cost: Decimal = NOTHING
    other_costs: Decimal = NOTHING
    good_pieces: int = 0
    misprinted_pieces: int = 0
    estimated_costs: Decimal | None = None


class Costing(NamedTuple):
    """What `job_costing` stores of a job. Shares are in per cent; what would be divided by nothing is None."""

    quoted_amount: Decimal | None
    actual_revenue: Decimal | None
    revenue: Decimal | None
    materials_charged: Decimal | None
    material_cost: Decimal
    material_margin: Decimal | None
    labor_cost: Decimal
    labor_hours: Decimal
    avg_hourly_rate: Decimal | None
    shipping_cost: Decimal
    other_costs: Decimal
    total_costs: Decimal
    gross_profit: Decimal
    profit_margin: Decimal | None
    markup: Decimal | None
    good_pieces: int
    misprinted_pieces: int
    cost_per_item: Decimal | None
    revenue_per_item: Decimal | None
    estimated_costs: Decimal | None
    cost_variance: Decimal | None


def cost_of(facts: Facts) -> Costing:
    """The costing of a job with these facts.

    margin = (revenue − cost) / revenue, markup = (revenue − cost) / cost, the material margin is the markup on what
    the materials cost. Revenue is the actual one once the final invoice is issued, else the quoted one. What is
    stored is rounded half-up, to the cent, to a hundredth of a per cent, and hours to four decimals.
    """
    revenue = facts.quoted_amount if facts.actual_revenue is None else facts.actual_revenue
    total = facts.material_cost + facts.labor_cost + facts.shipping_cost + facts.other_costs
    profit = (revenue or NOTHING) - total
    charged, material = facts.materials_charged, facts.material_cost
    seconds, pieces, estimated = facts.labor_seconds, facts.good_pieces, facts.estimated_costs
    return Costing(
        quoted_amount=facts.quoted_amount,
        actual_revenue=facts.actual_revenue,
        revenue=revenue,
        materials_charged=charged,
        material_cost=material,
        material_margin=None if charged is None else _share(charged - material, material),
        labor_cost=facts.labor_cost,
        labor_hours=(seconds / _HOUR).quantize(_HOURS_PLACES, ROUND_HALF_UP),
        avg_hourly_rate=_each(facts.labor_cost * 3600, seconds),
        shipping_cost=facts.shipping_cost,
        other_costs=facts.other_costs,
        total_costs=total,
        gross_profit=profit,
        profit_margin=None if revenue is None else _share(profit, revenue),
        markup=None if revenue is None else _share(profit, total),
        good_pieces=pieces,
        misprinted_pieces=facts.misprinted_pieces,
        cost_per_item=_each(total, pieces),
        revenue_per_item=None if revenue is None else _each(revenue, pieces),
        estimated_costs=estimated,
        cost_variance=None if estimated is None else total - estimated,
    )


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part * _HUNDRED / whole).quantize(_CENT, ROUND_HALF_UP) if whole else None


def _each(amount: Decimal, count: int) -> Decimal | None:
    return (amount / count).quantize(_CENT, ROUND_HALF_UP) if count else None
