"""The grids and REST resources of what jobs cost, were reckoned to cost, and how their orders were changed."""

from __future__ import annotations

from models.core.roles import BOOKKEEPER, MANAGER, OFFICE
from models.costing import ChangeOrder, JobCosting, JobEstimate, JobEstimateLine

from ..core.screen import Screen, screen


@screen("Job costing", category="Money", icon="chart-bar", read={MANAGER, BOOKKEEPER})
class JobCostingScreen(Screen, model=JobCosting):
    """What each job costs and earns, brought up to date with every fact."""

    list_columns = [
        *("job", "revenue", "material_cost", "labor_cost", "shipping_cost", "other_costs"),
        *("total_costs", "gross_profit", "profit_margin", "estimated_costs", "cost_variance"),
    ]


@screen("Estimates", category="Money", icon="tag", detail=True, read={MANAGER, BOOKKEEPER})
class JobEstimateScreen(Screen, model=JobEstimate):
    """What each job was reckoned to cost when its quote went out."""

    list_columns = [
        *("job", "number", "created_at", "superseded_at", "pieces", "quoted_amount"),
        *("material_cost", "labor_cost", "total_costs"),
    ]
    related = ["job_estimate_lines"]


@screen("Estimate lines", category="Money", icon="list", detail=True, read={MANAGER, BOOKKEEPER})
class JobEstimateLineScreen(Screen, model=JobEstimateLine):
    """What each estimate is made of, and what change orders added."""

    base_order = ("id", "asc")
    list_columns = [
        *("estimate", "kind", "description", "quantity", "unit", "unit_cost", "amount", "change_order"),
    ]


@screen("Change orders", category="Sales", icon="edit", detail=True, read={OFFICE, MANAGER, BOOKKEEPER})
class ChangeOrderScreen(Screen, model=ChangeOrder):
    """Changes of orders that customers accepted."""

    list_columns = ["job", "created_at", "what", "amount", "accepted_by", "ordered_by", "cost_effect"]
