"""The materials of a job or an estimate, one row each: required, reserved, used, there, short, and what to order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..catalog import Material
from ..requirements import Gap, ItemPlan, Need, Reckoning, needed_for_items, reckon
from ..stock import MaterialUsage, StockMovement

NONE: Final = Decimal(0)


@dataclass(frozen=True)
class MaterialRow:
    """One material of a job. All quantities are in the material's unit.

    `available` is on hand and incoming less what all jobs have reserved, this one too; `short` what the job still
    lacks when every other reservation is kept; `to_order` that, in whole purchase units.
    """

    material: Material
    needs: Sequence[Need]
    required: Decimal
    reserved: Decimal = NONE
    used: Decimal = NONE

    @property
    def on_hand(self) -> Decimal:
        """What lies on the shelf."""
        return self.material.quantity_on_hand

    @property
    def available(self) -> Decimal:
        """What may still be promised to anybody."""
        return self.material.available

    @property
    def open(self) -> Decimal:
        """What is required and was not used yet."""
        return max(self.required - self.used, NONE)

    @property
    def short(self) -> Decimal:
        """What is missing: what is open, less what is free or set aside for this job."""
        free = max(self.available + self.reserved, NONE)
        return max(self.open - free, NONE)

    @property
    def to_order(self) -> Decimal:
        """What to buy so that nothing is short: no less than is worth ordering, in whole purchase units."""
        if not self.short:
            return NONE
        return self.material.in_whole_purchases(max(self.short, self.material.order_quantity or NONE))


@dataclass(frozen=True)
class JobMaterials:
    """All materials of a job by name, and why some of what it needs cannot be told yet."""

    rows: Sequence[MaterialRow]
    gaps: Sequence[Gap]

    @property
    def short(self) -> list[MaterialRow]:
        """Those that do not suffice."""
        return [row for row in self.rows if row.short]


def for_job(session: Session, job_id: str) -> JobMaterials:
    """The materials of a job: what it needs, and what else is set aside or was used for it. Four statements."""
    reckoning = reckon(session, [job_id])[job_id]
    movement, usage = StockMovement, MaterialUsage
    reserved = (
        sa.select(movement.material_id, sa.func.sum(movement.reserved).label("quantity"))
        .where(movement.job_id == job_id, movement.reserved != 0)
        .group_by(movement.material_id)
        .subquery()
    )
    used = (
        sa.select(usage.material_id, sa.func.sum(usage.quantity_used).label("quantity"))
        .where(usage.job_id == job_id)
        .group_by(usage.material_id)
        .subquery()
    )
    required = list(reckoning.totals)
    mine = (
        sa.select(Material, reserved.c.quantity, used.c.quantity)
        .outerjoin(reserved, reserved.c.material_id == Material.id)
        .outerjoin(used, used.c.material_id == Material.id)
        .where(sa.or_(Material.id.in_(required), reserved.c.quantity != 0, used.c.quantity != 0))
        .order_by(Material.name, Material.id)
    )
    found = session.execute(mine.execution_options(populate_existing=True))
    return _sheet(reckoning, [(row[0], row[1] or NONE, row[2] or NONE) for row in found])


def for_items(session: Session, items: Sequence[ItemPlan]) -> JobMaterials:
    """The materials of an estimate, before anything of it is written. Three statements."""
    reckoning = needed_for_items(session, items)
    mine = sa.select(Material).where(Material.id.in_(list(reckoning.totals)))
    materials = session.scalars(mine.order_by(Material.name, Material.id))
    return _sheet(reckoning, [(material, NONE, NONE) for material in materials])


def _sheet(reckoning: Reckoning, levels: Sequence[tuple[Material, Decimal, Decimal]]) -> JobMaterials:
    needs: defaultdict[str, list[Need]] = defaultdict(list)
    for need in reckoning.needs:
        needs[need.material_id].append(need)
    totals = reckoning.totals
    rows = [
        MaterialRow(material, needs[material.id], totals.get(material.id, NONE), reserved, used)
        for material, reserved, used in levels
    ]
    return JobMaterials(rows, reckoning.gaps)
