"""What a material is counted in stays as it is once something was counted in it: every quantity says so much of it."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..catalog import Material
from ..core.errors import RuleBroken
from ..core.events import Fact, on_fact
from ..core.units import unit_named
from .movements import MovementKind, StockMovement
from .words import measured

_CORRECTIONS: Final = frozenset({MovementKind.COUNT, MovementKind.ADJUSTMENT})
"""What leaves nothing behind once the shelf is counted as empty: how a unit that was typed wrong is put right."""


@on_fact(Material)
def refuse_another_unit(session: Session, facts: list[Fact]) -> None:
    """RuleBroken when a material's unit changes to another while stock is counted in it, or once some was moved."""
    before = {fact.id: fact.before["unit"] for fact in reversed(facts) if _is_told_anew(fact)}
    for material_id, old in sorted(before.items()):
        material = session.get_one(Material, material_id)
        if unit_named(old) != unit_named(material.unit):
            _refuse(session, material, old)


def _is_told_anew(fact: Fact) -> bool:
    return fact.kind == "changed" and "unit" in fact.before


def _refuse(session: Session, material: Material, old: str) -> None:
    told = f"Nothing was changed: {material.name} is counted in {old}"
    if material.quantity_on_hand:
        raise RuleBroken(
            f"{told}, and {measured(material.quantity_on_hand, old)} lie on the shelf. If the unit was wrong from the "
            "first, count 0; else put the material away and add one that is counted in the other."
        )
    moved = sa.select(StockMovement.id).where(
        StockMovement.material_id == material.id, StockMovement.kind.not_in(_CORRECTIONS)
    )
    if session.scalar(moved.limit(1)) is not None:
        raise RuleBroken(
            f"{told}, and some of it was ordered, set aside or used. Put it away, and add a material that is "
            f"counted in {material.unit}."
        )
