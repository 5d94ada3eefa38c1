"""The rows of key figures: what each came to in every period, and the shop's goals for them."""

from __future__ import annotations

from models.core.roles import ADMIN, BOOKKEEPER, MANAGER
from models.metrics import BusinessMetric, MetricTarget

from .core.screen import Screen, screen


@screen("Key figures", category="Insight", icon="chart-bar", detail=True, read={MANAGER, BOOKKEEPER})
class BusinessMetricScreen(Screen, model=BusinessMetric):
    """What each key figure came to, day by day, and by week, month, quarter and year."""

    base_order = ("first_day", "desc")
    list_columns = [
        *(
            "name",
            "period",
            "value",
            "unit",
            "previous_value",
            "variance",
            "year_before_value",
            "target_value",
        ),
    ]
    search_columns = ["name", "category", "period", "period_kind", "first_day", "value", "variance"]


@screen(
    "Goals",
    category="Insight",
    icon="flag",
    read={BOOKKEEPER},
    write={ADMIN, MANAGER},
    without={"add", "delete"},
)
class MetricTargetScreen(Screen, model=MetricTarget):
    """What each key figure is called here, what it should come to, and which stand on the overview."""

    base_order = ("position", "asc")
    list_columns = ["title", "target", "change_percent", "baseline_month", "is_on_overview", "position"]
