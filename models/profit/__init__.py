"""What jobs earn, ready to be looked at: the margin of each, and sums by period, customer, product and method."""

from . import following
from .margins import JobMargin, JobMarginPart
from .refreshing import is_stale, on_margins_changed, rebuild, refresh, sum_up

__all__ = [
    "JobMargin",
    "JobMarginPart",
    "following",
    "is_stale",
    "on_margins_changed",
    "rebuild",
    "refresh",
    "sum_up",
]
