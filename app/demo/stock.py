"""What the printer of the demo writes down of the shelf: garments taken for some jobs, and counts, some with a loss.

What nobody writes down is used when a job is packed, as in any shop.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import sqlalchemy as sa

from models.catalog import Material
from models.core import clock
from models.core.types import round_half_up
from models.jobs import Job
from models.people import Employee
from models.stock import MaterialUsage

from .purchasing import is_scarce
from .registry import closing, every_workday, when
from .simulation import Simulation

FRIDAY: Final = 4
FEW: Final = 30
"""Pieces, of which somebody may have taken the last."""
LOST_BECAUSE: Final = ("One had a hole", "Short of what the shelf card says", "Spilled")


@when(Job, "send_to_quality_check")
def write_down_garments(shop: Simulation, job: Job) -> None:
    """For one job in three the printer writes down the garments, once."""
    if not shop.chance(0.33):
        return
    logged = sa.select(MaterialUsage.id).where(MaterialUsage.job_id == job.id).limit(1)
    if shop.session.scalar(logged) is not None:
        return
    user = shop.staff["printer"].reference
    printer = shop.session.scalars(sa.select(Employee).where(Employee.user_id == int(user or 0))).first()
    with shop.by("printer"):
        for item in job.items:
            for size in item.sizes:
                if size.material is not None and 0 < size.quantity <= size.material.quantity_on_hand:
                    row = MaterialUsage(job=job, job_item=item, material=size.material, used_by=printer)
                    row.quantity_used = Decimal(size.quantity)
                    shop.session.add(row)
                    shop.settle()


@every_workday(at=15.5)
def count_some(shop: Simulation) -> None:
    """On Fridays the printer counts three shelves; now and then less lies there than the ledger says."""
    if clock.shop_day().weekday() != FRIDAY:
        return
    there = sa.select(Material).where(Material.quantity_on_hand > 0, Material.archived_at.is_(None))
    materials = list(shop.session.scalars(there.order_by(Material.sku)))
    for material in shop.random.sample(materials, min(3, len(materials))):
        lost = _lost(shop, material)
        note = shop.random.choice(LOST_BECAUSE) if lost else ""
        shop.do("printer", material, "count", counted=material.quantity_on_hand - lost, note=note)


@every_workday(at=15.6)
def find_a_shelf_empty(shop: Simulation) -> None:
    """Now and then on a Friday, and often while blanks are scarce: somebody took the last and wrote nothing."""
    if clock.shop_day().weekday() != FRIDAY or not shop.chance(0.8 if is_scarce(shop) else 0.14):
        return
    nearly = Material.quantity_on_hand.between(1, FEW)
    blanks = sa.select(Material).where(nearly, Material.quantity_reserved == 0, Material.unit == "piece")
    found = list(shop.session.scalars(blanks.order_by(Material.sku)))
    for material in shop.random.sample(found, min(2 if is_scarce(shop) else 1, len(found))):
        shop.do("printer", material, "count", counted=Decimal(0), note="The shelf is empty")


@closing(36)
def find_too_few(shop: Simulation) -> None:
    """What the shelf card promised is not there: two kinds of blanks are to be ordered today."""
    spare = sa.select(Material).where(
        Material.quantity_reserved == 0, Material.unit == "piece", Material.quantity_on_hand > FEW // 3
    )
    for material in shop.session.scalars(
        spare.order_by(Material.quantity_on_hand, Material.sku).limit(2)
    ).all():
        shop.do(
            "printer", material, "count", counted=Decimal(FEW // 6), note="Short of what the shelf card says"
        )


def _lost(shop: Simulation, material: Material) -> Decimal:
    if not shop.chance(0.25):
        return Decimal(0)
    if material.unit == "piece":
        return min(Decimal(shop.random.randint(1, 2)), material.quantity_on_hand)
    return round_half_up(material.quantity_on_hand * Decimal("0.02"), 0)
