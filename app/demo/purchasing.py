"""What the demo orders: each Monday and Thursday the blanks of the jobs that were begun since, and now and then ink."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import sqlalchemy as sa

from models.catalog import Material
from models.core import clock
from models.jobs import Job
from models.purchasing import PurchaseOrder, PurchaseOrderLine

from . import hours
from .registry import every_workday, when
from .simulation import Simulation

MONDAY, THURSDAY = 0, 3


class Wanted(Counter[str]):
    """Pieces by the name of the garment's variant, not ordered yet."""


@when(Job, "begin_prep")
def need_blanks(shop: Simulation, job: Job) -> None:
    """Note what the job is made on."""
    for item in job.items:
        for size in item.sizes:
            if size.material is not None:
                shop.own(Wanted)[size.material.name] += size.quantity


@every_workday(at=10.5)
def order_blanks(shop: Simulation) -> None:
    """Order what is wanted, by supplier."""
    if clock.shop_day().weekday() not in (MONDAY, THURSDAY):
        return
    wanted = shop.own(Wanted)
    named = sa.select(Material).where(Material.name.in_(wanted)).order_by(Material.sku)
    materials = list(shop.session.scalars(named))
    if shop.chance(0.25):
        low = sa.select(Material).where(Material.quantity_on_hand < Material.reorder_point)
        materials += [
            each for each in shop.session.scalars(low.order_by(Material.sku)) if each not in materials
        ]
    if materials:
        _order(shop, materials, wanted)
    wanted.clear()


def _order(shop: Simulation, materials: list[Material], wanted: Counter[str]) -> None:
    for supplier in sorted({each.supplier for each in materials if each.supplier}, key=str):
        today = clock.shop_day()
        expected = hours.workday_after(today, supplier.lead_days or 3)
        with shop.by("office"):
            order = PurchaseOrder(supplier=supplier, ordered_on=today, expected_on=expected)
            order.lines = [_line(each, wanted[each.name]) for each in materials if each.supplier is supplier]
            shop.session.add(order)


def _line(material: Material, pieces: int) -> PurchaseOrderLine:
    """Blanks by the dozen; consumables in the quantity at which they are ordered again."""
    quantity = Decimal(-(-pieces // 12) * 12) if pieces else material.reorder_point or Decimal(1)
    return PurchaseOrderLine(material=material, quantity=quantity, unit_cost=material.unit_cost)
