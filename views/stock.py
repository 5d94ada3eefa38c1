"""The grids, forms and REST resources of the ledger of stock and of what jobs used."""

from __future__ import annotations

from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.stock import MaterialUsage, StockMovement

from .core.screen import Screen, screen


@screen("Stock movements", category="Stock", icon="history", read={OFFICE, MANAGER, PRODUCTION, BOOKKEEPER})
class StockMovementScreen(Screen, model=StockMovement):
    """Every movement of stock: only added to, never changed."""

    list_columns = [
        "occurred_on",
        "material",
        "kind",
        "quantity",
        "reserved",
        "incoming",
        "value",
        "job",
        "reason",
    ]


@screen(
    "Material usage",
    category="Production",
    icon="package",
    read={ARTIST, BOOKKEEPER},
    write={PRODUCTION, OFFICE, MANAGER},
)
class MaterialUsageScreen(Screen, model=MaterialUsage):
    """What jobs used, and what it cost."""

    list_columns = [
        "job",
        "material",
        "quantity_used",
        "used_by",
        "used_at",
        "misprint",
        "total_cost",
        "is_backflush",
    ]
