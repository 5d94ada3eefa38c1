"""The rows behind the screens of profit: what each job earns, and its parts by product and method."""

from models.core.roles import BOOKKEEPER, MANAGER
from models.profit import JobMargin, JobMarginPart

from .core.screen import Screen, screen

_AMOUNTS = ["revenue", "total_costs", "profit", "margin"]
_COSTS = ["material_cost", "labor_cost", "shipping_cost", "other_costs", "estimated_cost"]


@screen("Job profit", category="Insight", read={MANAGER, BOOKKEEPER}, icon="report")
class JobMarginScreen(Screen, model=JobMargin):
    """What each job earns: revenue, costs and what is left."""

    list_columns = ["job", "customer", "booked_on", *_AMOUNTS]
    search_columns = [
        "job",
        "customer",
        "booked_on",
        "month",
        "quarter",
        "year",
        *_AMOUNTS,
        *_COSTS,
        "pieces",
    ]
    show_columns = ["job", "customer", "booked_on", "pieces", *_AMOUNTS, *_COSTS, "updated_at"]
    totals = ["revenue", "total_costs", "profit"]


@screen("Job profit by part", category="Insight", read={MANAGER, BOOKKEEPER}, detail=True, icon="report")
class JobMarginPartScreen(Screen, model=JobMarginPart):
    """The parts of jobs by product and method, with what each earns."""

    list_columns = ["job", "customer", "product", "decoration_method", "booked_on", *_AMOUNTS]
    search_columns = [
        "job", "customer", "product", "decoration_method", "booked_on", "week", "month", *_AMOUNTS, *_COSTS, "pieces"
    ]  # fmt: skip
    show_columns = [
        "job", "position", "customer", "product", "decoration_method", "booked_on", "pieces", *_AMOUNTS, *_COSTS,
    ]  # fmt: skip
    totals = ["revenue", "total_costs", "profit"]
