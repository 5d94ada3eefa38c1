"""What to order, and why (domain.md, Materials), and drafting the orders for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from ..catalog import Material, Supplier
from ..core.base import new_id
from ..core.types import round_half_up
from ..jobs import Job
from ..stock import StockMovement, hold
from .allotting import TAKING
from .lead_times import most_days, usual_days
from .life import PurchaseOrderStatus
from .lines import PurchaseOrderLine
from .orders import PurchaseOrder
from .use import DailyUse, daily_use
from .words import counted

_NONE: Final = Decimal(0)
_NAMED: Final = 3
"""Jobs that a reason names; further ones are counted."""


@dataclass(frozen=True)
class Reorder:
    """A material of which more is to be ordered: how much, and the sentence why.

    `available` is on hand, incoming and drafted less reserved; `point` the reorder point, None where nobody knows one.
    """

    material: Material
    quantity: Decimal
    available: Decimal
    point: Decimal | None
    why: str

    @property
    def supplier(self) -> Supplier | None:
        """From whom it is bought."""
        return self.material.supplier


def reorder_point(material: Material, use: DailyUse | None) -> Decimal | None:
    """The typed point, else average daily use × average lead days + safety; None where nothing was used of late.

    Safety is the most used in a day × the most lead days − average daily use × average lead days.
    """
    if material.reorder_point is not None:
        return material.reorder_point
    if use is None:
        return None
    usual = use.average * usual_days(material)
    safety = use.most * most_days(material) - usual
    return round_half_up(usual + max(_NONE, safety), 4)


def is_low(available: Decimal, point: Decimal | None) -> bool:
    """Whether so much is at or below its reorder point; without one, whether it is short."""
    return available < 0 if point is None else available <= point


def to_order(material: Material, available: Decimal, point: Decimal | None) -> Decimal:
    """How much is to be ordered: max(order quantity, point − available) in whole purchase units; 0 for enough."""
    if not is_low(available, point):
        return _NONE
    return material.in_whole_purchases(max(material.order_quantity or _NONE, (point or _NONE) - available))


@dataclass(frozen=True)
class Level:
    """A material in use, how fast it is used up, the point at which it is ordered again, and what stands on drafts."""

    material: Material
    use: DailyUse | None
    point: Decimal | None
    drafted: Decimal


def levels(session: Session, material_ids: Collection[str] | None = None) -> list[Level]:
    """Of all materials in use, or of these, by name; three statements."""
    stocked = sa.select(Material).where(Material.archived_at.is_(None)).options(joinedload(Material.supplier))
    if material_ids is not None:
        stocked = stocked.where(Material.id.in_(material_ids))
    materials = session.scalars(stocked.order_by(Material.name, Material.id)).all()
    ids = [material.id for material in materials]
    used, drafted = daily_use(session, ids), _drafted(session, ids)
    return [
        Level(each, used.get(each.id), reorder_point(each, used.get(each.id)), drafted.get(each.id, _NONE))
        for each in materials
    ]


def reorders(session: Session, material_ids: Collection[str] | None = None) -> list[Reorder]:
    """What is to be ordered now, by name: of all materials in use, or of these. What is drafted counts as coming."""
    found: list[tuple[Material, Decimal, Decimal, Decimal | None]] = []
    for level in levels(session, material_ids):
        available = level.material.available + level.drafted
        quantity = to_order(level.material, available, level.point)
        if quantity > 0:
            found.append((level.material, quantity, available, level.point))
    jobs = _jobs_for(session, [material.id for material, *_ in found])
    return [Reorder(*each, _why(*each, jobs.get(each[0].id, []))) for each in found]


def draft_orders(session: Session, material_ids: Collection[str]) -> list[PurchaseOrder]:
    """A draft for each supplier of what is still to be ordered of these materials, under their locks.

    What somebody drafted or ordered meanwhile is not ordered again; what has no supplier is left out.
    """
    hold(session, material_ids)
    by_supplier: dict[str, list[Reorder]] = defaultdict(list)
    for each in reorders(session, material_ids):
        if each.supplier is not None:
            by_supplier[each.supplier.id].append(each)
    orders = [_drafted_order(wanted) for wanted in by_supplier.values()]
    session.add_all(orders)
    session.flush()
    return orders


def _drafted_order(wanted: Sequence[Reorder]) -> PurchaseOrder:
    order = PurchaseOrder(id=new_id(), supplier=wanted[0].supplier)
    order.lines = [
        PurchaseOrderLine(
            id=new_id(),
            material=each.material,
            quantity=each.quantity,
            unit_cost=each.material.unit_cost,
            purpose=each.why[:300],
        )
        for each in wanted
    ]
    return order


def _drafted(session: Session, material_ids: Collection[str]) -> dict[str, Decimal]:
    """What stands on drafts of each material."""
    line = PurchaseOrderLine
    sums = (
        sa.select(line.material_id, sa.func.sum(line.quantity))
        .join(line.purchase_order)
        .where(line.material_id.in_(material_ids), PurchaseOrder.status == PurchaseOrderStatus.DRAFT)
        .group_by(line.material_id)
    )
    return {material_id: total for material_id, total in session.execute(sums).all() if total}


def _jobs_for(session: Session, material_ids: Collection[str]) -> dict[str, list[str]]:
    """The numbers of the jobs that each material is set aside for, the most urgent first."""
    movement = StockMovement
    kept = sa.func.sum(movement.reserved)
    rows = (
        sa.select(movement.material_id, Job.number)
        .join(Job, movement.job_id == Job.id)
        .where(movement.material_id.in_(material_ids), movement.reserved != 0, Job.status.in_(TAKING))
        .group_by(movement.material_id, Job.id, Job.number, Job.due_on)
        .having(kept > 0)
        .order_by(Job.due_on.is_(None), Job.due_on, Job.id)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for material_id, number in session.execute(rows):
        found[material_id].append(number)
    return found


def _why(
    material: Material, _quantity: Decimal, available: Decimal, point: Decimal | None, jobs: Sequence[str]
) -> str:
    if available < 0:
        told = f"{counted(material, -available)} short"
        return f"{told} for {_listed(jobs)}" if jobs else told
    return f"{counted(material, available)} available, reorder at {counted(material, point or _NONE)}"


def _listed(jobs: Sequence[str]) -> str:
    named, more = ", ".join(jobs[:_NAMED]), len(jobs) - _NAMED
    return f"{named} and {more} more" if more > 0 else named
