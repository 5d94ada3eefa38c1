"""From revenue to profit, step by step: what the kinds of costs are called, and the numbers and figure of a fall."""

from __future__ import annotations

from typing import Final

from models.profit import JobMargin
from models.profit.reading import Sums

from ..core.charts import Figure
from .declared import Column, Line
from .figures import waterfall
from .spelling import whole_money

KINDS: Final = {
    "material_cost": "Material",
    "labor_cost": "Labor",
    "shipping_cost": "Shipping",
    "other_costs": "Other",
}
"""The kinds of costs, as they are added up."""

STEPS: Final = (Column("Step"), Column("Amount", "money"), Column("Of the revenue", "percent"))


def fall(told: Sums | JobMargin, href: str = "") -> tuple[list[Line], Figure]:
    """The steps from revenue to profit as numbers and as a figure, each leading to `href`."""
    steps = [("Revenue", told.revenue), *((name, getattr(told, key)) for key, name in KINDS.items())]
    steps.append(("Profit" if told.profit >= 0 else "Loss", told.profit))
    lines = [
        Line((name, amount, amount * 100 / told.revenue if told.revenue else None), href)
        for name, amount in steps
    ]
    links = [href] * len(steps) if href else ()
    return lines, waterfall([(name, amount, whole_money(amount)) for name, amount in steps], links)
