"""What is to be made, as plain values: of a job's rows, or of an estimate before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..catalog import Material, Product
from ..core.labels import choice_label
from ..core.portions import portions
from ..jobs import DecorationMethod, JobItem, JobItemDecoration, JobItemSize
from .spoilage import FIRST_SPOILAGE, SpoilageRate


@dataclass(frozen=True)
class SizePlan:
    """So many pieces of a size, on a garment (a material) that is counted in `unit`."""

    size: str
    quantity: int
    material_id: str | None
    unit: str = "piece"


@dataclass(frozen=True)
class PrintPlan:
    """One decoration of every piece. Measures are inches, `ink_volume` ml; None is not known yet.

    `spoilage` is the percentage of its method; None: to be looked up.
    """

    method: DecorationMethod
    location: str = ""
    width: Decimal | None = None
    height: Decimal | None = None
    colors: int | None = None
    stitches: int | None = None
    on_dark: bool = False
    ink_volume: Decimal | None = None
    spoilage: Decimal | None = None

    def __str__(self) -> str:
        method = choice_label(self.method)
        return f"{method}, {self.location}" if self.location else method


@dataclass(frozen=True)
class ItemPlan:
    """A product in so many pieces, by size where sizes are known, with its decorations."""

    id: str
    name: str
    product_id: str | None
    quantity: int
    sizes: tuple[SizePlan, ...] = ()
    prints: tuple[PrintPlan, ...] = ()

    @property
    def methods(self) -> list[DecorationMethod]:
        """Those that decorate it, each once, in the shop's order."""
        used = {each.method for each in self.prints}
        return [method for method in DecorationMethod if method in used]


def plans_of(session: Session, job_ids: Collection[str]) -> dict[str, list[ItemPlan]]:
    """The items of each of these jobs in the order they were added, their prints with their spoilage.

    Two statements for 500 jobs.
    """
    plans: dict[str, list[ItemPlan]] = {job_id: [] for job_id in job_ids}
    for portion in portions(plans):
        _add(session, portion, plans)
    return plans


def _add(session: Session, job_ids: Collection[str], plans: dict[str, list[ItemPlan]]) -> None:
    sizes = _sizes(session, job_ids)
    with_prints = (
        sa.select(JobItem, Product.name, JobItemDecoration, SpoilageRate.percent)
        .outerjoin(Product, Product.id == JobItem.product_id)
        .outerjoin(JobItemDecoration, JobItemDecoration.job_item_id == JobItem.id)
        .outerjoin(SpoilageRate, SpoilageRate.decoration_method == JobItemDecoration.decoration_method)
        .where(JobItem.job_id.in_(job_ids))
        .order_by(JobItem.id, JobItemDecoration.id)
    )
    prints: defaultdict[str, list[PrintPlan]] = defaultdict(list)
    items: dict[str, tuple[JobItem, str]] = {}
    for item, product, decoration, percent in session.execute(with_prints):
        items[item.id] = item, item.description or product or "Item"
        if decoration is not None:
            prints[item.id].append(_print(decoration, FIRST_SPOILAGE if percent is None else percent))
    for item, name in items.values():
        plans[item.job_id].append(_item(item, name, sizes[item.id], prints[item.id]))


def _sizes(session: Session, job_ids: Collection[str]) -> defaultdict[str, list[SizePlan]]:
    rows = (
        sa.select(JobItemSize, Material.unit)
        .join(JobItem, JobItemSize.job_item_id == JobItem.id)
        .outerjoin(Material, JobItemSize.material_id == Material.id)
        .where(JobItem.job_id.in_(job_ids))
        .order_by(JobItemSize.id)
    )
    sizes: defaultdict[str, list[SizePlan]] = defaultdict(list)
    for size, unit in session.execute(rows):
        plan = SizePlan(size.size, size.quantity, size.material_id, unit or "piece")
        sizes[size.job_item_id].append(plan)
    return sizes


def _item(item: JobItem, name: str, sizes: Collection[SizePlan], prints: Collection[PrintPlan]) -> ItemPlan:
    return ItemPlan(item.id, name, item.product_id, item.quantity, tuple(sizes), tuple(prints))


def _print(decoration: JobItemDecoration, spoilage: Decimal) -> PrintPlan:
    return PrintPlan(
        decoration.decoration_method,
        decoration.location or "",
        decoration.width,
        decoration.height,
        decoration.colors,
        decoration.stitches,
        decoration.on_dark,
        decoration.ink_volume,
        spoilage,
    )
