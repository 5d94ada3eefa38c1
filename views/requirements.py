"""What products are made with, and the tables that this is reckoned by."""

from __future__ import annotations

from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.requirements import MaterialRequirement, MeshCount, SpoilageRate

from .core.screen import Screen, screen

_READERS = {ARTIST, PRODUCTION, BOOKKEEPER}


@screen("Requirements", category="Stock", icon="list", read=_READERS, write={OFFICE, MANAGER})
class MaterialRequirementScreen(Screen, model=MaterialRequirement):
    """Which materials a product takes with each decoration method, and how much."""

    list_columns = [
        "product",
        "decoration_method",
        "material",
        "calculator",
        "quantity_per",
        "unit",
        "setup_amount",
        "garments",
        "is_active",
    ]


@screen(
    "Spoilage", category="Stock", icon="chart-bar", detail=True, read=_READERS | {OFFICE}, write={MANAGER}
)
class SpoilageRateScreen(Screen, model=SpoilageRate):
    """How many pieces of each method usually go wrong."""

    list_columns = ["decoration_method", "percent"]
    quick = ["percent"]


@screen("Meshes", category="Stock", icon="table", detail=True, read=_READERS, write={OFFICE, MANAGER})
class MeshCountScreen(Screen, model=MeshCount):
    """Meshes of screens and the ink they let through."""

    list_columns = ["name", "threads_per_cm", "thread_diameter", "ink_volume", "archived_at"]
    base_order = ("name", "asc")
