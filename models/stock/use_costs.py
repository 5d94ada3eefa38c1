"""What a use costs: the average of the moment at which it was issued, also when its quantity is corrected later.

A correction says what was used then, so it is counted at what a unit cost then; only another material is issued anew.
The first issue is read from the ledger, so that whatever was typed in between, the first quantity costs again what it
cost first: no cent stays behind (decision 0113).
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..catalog import Material
from ..core.errors import RuleBroken
from ..core.types import round_half_up
from .ledger import worth_of
from .movements import StockMovement
from .usage import MaterialUsage
from .words import too_few


class Issue(NamedTuple):
    """So much that was taken at once, what the ledger took for it, and the average cost of a unit then."""

    quantity: Decimal
    value: Decimal
    unit_cost: Decimal | None

    def cost_of(self, quantity: Decimal) -> Decimal:
        """What `quantity` would have cost then, to the cent.

        What was taken tells the cost of a unit as long as that is the stored average; of a few units the cents of the
        whole say less than the average does.
        """
        if quantity == self.quantity:
            return self.value
        if self.unit_cost is None or round_half_up(self.value / self.quantity, 4) == self.unit_cost:
            return round_half_up(quantity * self.value / self.quantity)
        return round_half_up(quantity * self.unit_cost)


def cost_of(
    session: Session, row: MaterialUsage, material: Material, taken: Issue
) -> tuple[Decimal, Decimal]:
    """The cost of a unit and of all that `row` says, whose `material` is held and of which the ledger has `taken`.

    What empties the shelf takes all that it is worth, and nothing takes more than that. RuleBroken when the row says
    more than there is.
    """
    if row.quantity_used == taken.quantity:
        return taken.unit_cost or round_half_up(taken.value / taken.quantity, 4), taken.value
    there, worth = material.quantity_on_hand + taken.quantity, material.stock_value + taken.value
    if row.quantity_used > there:
        raise RuleBroken(too_few(material, there, row.quantity_used))
    average = -worth_of(-row.quantity_used, there, worth, material.unit_cost)
    if not taken.quantity:
        return round_half_up(worth / there, 4), average
    first = _first_issue(session, row) or taken
    unit_cost = first.unit_cost or round_half_up(first.value / first.quantity, 4)
    return unit_cost, average if row.quantity_used == there else min(first.cost_of(row.quantity_used), worth)


def _first_issue(session: Session, row: MaterialUsage) -> Issue | None:
    """What was taken of its material when `row` came to be of that; None when the ledger does not tell any more."""
    movement = StockMovement
    other = sa.select(sa.func.max(movement.id)).where(
        movement.usage_id == row.id, movement.material_id != row.material_id
    )
    mine = sa.select(movement.quantity, movement.value).where(
        movement.usage_id == row.id,
        movement.material_id == row.material_id,
        movement.quantity < 0,
        movement.id > sa.func.coalesce(other.scalar_subquery(), ""),
    )
    found = session.execute(mine.order_by(movement.id).limit(1)).first()
    return None if found is None else Issue(-found.quantity, -found.value, row.unit_cost)
