"""What is needed to make what is ordered: garments by size, and what decorations use up (domain.md, “Materials”)."""

from . import checks
from .first_rows import seed_meshes, seed_spoilage
from .mesh import MeshCount
from .needs import Gap, Need, Reckoning, needed, needed_for_items, reckon, totals_of
from .plans import ItemPlan, PrintPlan, SizePlan, plans_of
from .requirement import Calculator, Garments, MaterialRequirement
from .spoilage import SpoilageRate

__all__ = [
    "Calculator",
    "Gap",
    "Garments",
    "ItemPlan",
    "MaterialRequirement",
    "MeshCount",
    "Need",
    "PrintPlan",
    "Reckoning",
    "SizePlan",
    "SpoilageRate",
    "checks",
    "needed",
    "needed_for_items",
    "plans_of",
    "reckon",
    "seed_meshes",
    "seed_spoilage",
    "totals_of",
]
