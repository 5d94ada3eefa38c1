"""What a requirement must be before it is kept, whoever writes it: units that measure the same, something to take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from ..catalog import Material
from ..core.errors import RuleBroken
from ..core.events import Fact, on_fact
from ..core.labels import choice_label
from ..core.portions import portions
from ..core.units import is_convertible, mismatch
from .requirement import METHOD_OF, UNIT_OF, Calculator, MaterialRequirement


@on_fact(MaterialRequirement)
def refuse_what_cannot_be_reckoned(session: Session, facts: list[Fact]) -> None:
    """RuleBroken when a written requirement takes nothing, or measures another thing than its material."""
    for row in _rows_of(session, {fact.id for fact in facts if fact.kind != "deleted"}):
        _check(row)


@on_fact(Material)
def refuse_units_that_no_longer_fit(session: Session, facts: list[Fact]) -> None:
    """RuleBroken when a material's new unit measures another thing than its requirements do."""
    changed = {fact.id for fact in facts if fact.kind == "changed" and "unit" in fact.before}
    if not changed:
        return
    for part in portions(changed):
        mine = sa.select(MaterialRequirement).where(MaterialRequirement.material_id.in_(part))
        for row in _loaded(session, mine):
            _check(row)


def _rows_of(session: Session, ids: set[str]) -> Iterator[MaterialRequirement]:
    for part in portions(ids):
        yield from _loaded(session, sa.select(MaterialRequirement).where(MaterialRequirement.id.in_(part)))


def _loaded(session: Session, chosen: sa.Select[Any]) -> Sequence[MaterialRequirement]:
    row = MaterialRequirement
    with_material = chosen.join(row.material).options(contains_eager(row.material))
    return session.scalars(with_material.order_by(row.id)).all()


def _check(row: MaterialRequirement) -> None:
    calculator = row.calculator
    for unit in _units(row):
        if not is_convertible(unit, row.material.unit):
            raise RuleBroken(f"Nothing was changed. {row.material}: {mismatch(unit, row.material.unit)}")
    if calculator is not None and row.decoration_method not in METHOD_OF[calculator]:
        method = choice_label(row.decoration_method)
        raise RuleBroken(
            f"Nothing was changed. {choice_label(calculator)} does not reckon {method}: choose another."
        )
    if calculator is None and row.quantity_per <= Decimal(0) and row.setup_amount <= Decimal(0):
        raise RuleBroken(
            f"Nothing was changed. The requirement takes no {row.material}: "
            "give a quantity for each piece, a set-up amount or a calculator."
        )


def _units(row: MaterialRequirement) -> list[str]:
    """What the row counts in: its own unit where it has quantities of it, and its calculator's."""
    calculated = [] if row.calculator is None else [UNIT_OF.get(row.calculator, row.unit)]
    own = row.calculator is None or row.calculator is Calculator.BACKING or row.setup_amount > 0
    return [*([row.unit] if own else []), *calculated]
