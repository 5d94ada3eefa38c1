"""What jobs cost and earn: the costing of each, the estimate beside it, and why they differ."""

from . import billed_changes, following, freezing
from .change_orders import ChangeOrder
from .costs import Costing, Facts, cost_of
from .estimates import EstimateKind, JobEstimate, JobEstimateLine
from .gathering import gather
from .job_costing import JobCosting
from .recomputing import recompute
from .wholesale import recompute_all

__all__ = [
    "ChangeOrder",
    "Costing",
    "EstimateKind",
    "Facts",
    "JobCosting",
    "JobEstimate",
    "JobEstimateLine",
    "billed_changes",
    "cost_of",
    "following",
    "freezing",
    "gather",
    "recompute",
    "recompute_all",
]
