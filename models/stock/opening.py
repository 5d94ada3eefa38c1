"""What is on hand when a material is new is its opening count, at the cost that was typed with it."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.orm import Session

from ..catalog import Material
from ..core import clock
from ..core.base import new_id
from ..core.doors import speaking
from ..core.types import round_half_up
from .ledger import NONE
from .movements import MovementKind, StockMovement

OPENING: Final = "Opening count"
"""The reason of a material's first count."""


@event.listens_for(Session, "before_flush")
def _count_what_is_new(session: Session, _context: Any, _instances: Any) -> None:
    """Write the opening count in the flush that writes the material: no use of it comes before."""
    for material in [row for row in session.new if isinstance(row, Material) and row.quantity_on_hand]:
        material.id = material.id or new_id()
        worth = round_half_up(material.quantity_on_hand * (material.unit_cost or NONE))
        with speaking(material):
            material.stock_value = worth
        session.add(
            StockMovement(
                material=material,
                kind=MovementKind.COUNT,
                quantity=material.quantity_on_hand,
                value=worth,
                occurred_on=clock.shop_day(),
                reason=OPENING,
            )
        )
