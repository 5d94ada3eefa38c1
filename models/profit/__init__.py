"""What jobs earn, ready to be looked at: the margin of each, and sums by period, customer, product and method."""

from .margins import JobMargin, JobMarginPart
from .tallies import tallies

__all__ = ["JobMargin", "JobMarginPart", "tallies"]
