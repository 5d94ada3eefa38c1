"""Key figures: declared once, measured from the facts, kept for every period, beside the one before and the goal."""

from . import costs, customer, following, inventory, productivity, quotes, revenue, wishes
from .behind import Behind
from .business_metrics import BusinessMetric, MetricTarget
from .declared import KPIS, Better, Kpi, MetricCategory, MetricUnit, Part, Reckoning
from .goals import lay_out_targets
from .measuring import Measured, measure
from .reading import rows_of, targets
from .refreshing import is_stale, note_new_days, rebuild, refresh
from .stamps import Stamp, stamp_of
from .windows import Window

__all__ = [
    "KPIS",
    "Behind",
    "Better",
    "BusinessMetric",
    "Kpi",
    "Measured",
    "MetricCategory",
    "MetricTarget",
    "MetricUnit",
    "Part",
    "Reckoning",
    "Stamp",
    "Window",
    "costs",
    "customer",
    "following",
    "inventory",
    "is_stale",
    "lay_out_targets",
    "measure",
    "note_new_days",
    "productivity",
    "quotes",
    "rebuild",
    "refresh",
    "revenue",
    "rows_of",
    "stamp_of",
    "targets",
    "wishes",
]
