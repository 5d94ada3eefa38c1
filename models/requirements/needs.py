"""What jobs need of every material: their garments by size, and what their decorations use up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from ..core.errors import RuleBroken
from ..core.labels import choice_label
from ..core.portions import portions
from ..core.types import round_half_up
from ..core.units import convert, unit_named
from ..jobs import DecorationMethod
from .amounts import taken
from .calculators import pieces_with_spoilage, spread
from .plans import ItemPlan, PrintPlan, plans_of
from .requirement import MaterialRequirement
from .spoilage import FIRST_SPOILAGE, SpoilageRate

PLACES: Final = 4
"""What a column of quantities holds: each need is rounded to it, half-up, once and at the end."""


@dataclass(frozen=True)
class Need:
    """So much of a material, in its unit, for an item, and how it is reckoned. The garments have no method."""

    material_id: str
    job_item_id: str
    quantity: Decimal
    explanation: str
    method: DecorationMethod | None = None


@dataclass(frozen=True)
class Gap:
    """Why something that an item needs cannot be told yet: a sentence that says what is missing."""

    job_item_id: str
    sentence: str


@dataclass
class Reckoning:
    """What a job or an estimate needs, and what could not be told."""

    needs: list[Need] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, Decimal]:
        """What is needed of each material, in its unit, in the order of materials."""
        return totals_of(self.needs)


def totals_of(needs: Iterable[Need]) -> dict[str, Decimal]:
    """What `needs` sum up to for each material, in its unit, in the order of materials."""
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    for need in needs:
        totals[need.material_id] += need.quantity
    return dict(sorted(totals.items()))


def needed(session: Session, job_id: str) -> list[Need]:
    """What the job needs, from the stored rows alone. Three statements.

    Garments by size with their spares, then what each decoration takes by the product's requirements. What cannot be
    told yet is left out: `reckon` says why.
    """
    return reckon(session, [job_id])[job_id].needs


def reckon(session: Session, job_ids: Collection[str]) -> dict[str, Reckoning]:
    """What each of these jobs needs and what could not be told; three statements for 500 jobs."""
    session.flush()
    plans = plans_of(session, job_ids)
    recipes = recipes_for(session, (item for items in plans.values() for item in items))
    return {job_id: reckon_items(recipes, items) for job_id, items in plans.items()}


def needed_for_items(session: Session, items: Sequence[ItemPlan]) -> Reckoning:
    """What `items` would need, before any of it is written: for an estimate. Two statements."""
    return reckon_items(recipes_for(session, items), items)


@dataclass(frozen=True)
class Recipes:
    """The active requirements by product and method, and spoilage in percent that goes before what prints tell."""

    rows: Mapping[tuple[str, DecorationMethod], Sequence[MaterialRequirement]]
    spoilage: Mapping[DecorationMethod, Decimal]

    def pieces(self, quantity: int, prints: Collection[PrintPlan]) -> int:
        """`quantity` with the spares of the print that spoils most; nothing is spoiled where nothing is done."""
        percents = [self.spoilage.get(each.method, _or_first(each.spoilage)) for each in prints]
        return pieces_with_spoilage(quantity, max(percents, default=Decimal(0)))


def _or_first(percent: Decimal | None) -> Decimal:
    return FIRST_SPOILAGE if percent is None else percent


def recipes_for(session: Session, items: Iterable[ItemPlan]) -> Recipes:
    """What these items are reckoned with. One statement, and one for prints that do not tell their spoilage."""
    decorated = [item for item in items if item.prints]
    products = {item.product_id for item in decorated if item.product_id}
    asks = any(each.spoilage is None for item in decorated for each in item.prints)
    return Recipes(_rows(session, products), _spoilage(session) if asks else {})


def _rows(
    session: Session, products: Collection[str]
) -> Mapping[tuple[str, DecorationMethod], Sequence[MaterialRequirement]]:
    rows: defaultdict[tuple[str, DecorationMethod], list[MaterialRequirement]] = defaultdict(list)
    row = MaterialRequirement
    for part in portions(products):
        active = sa.select(row).join(row.material).where(row.product_id.in_(part), row.is_active)
        loaded = active.options(contains_eager(row.material), joinedload(row.mesh)).order_by(row.id)
        for each in session.scalars(loaded):
            rows[each.product_id, each.decoration_method].append(each)
    return rows


def _spoilage(session: Session) -> dict[DecorationMethod, Decimal]:
    rates = session.execute(sa.select(SpoilageRate.decoration_method, SpoilageRate.percent))
    return {method: percent for method, percent in rates}  # noqa: C416 - rows are no pairs to mypy


def reckon_items(recipes: Recipes, items: Iterable[ItemPlan]) -> Reckoning:
    """What `items` need by `recipes`: pure."""
    found = Reckoning()
    for item in items:
        if item.quantity > 0:
            _garments(recipes, item, found)
            for method in item.methods:
                _decorations(recipes, item, method, found)
    return found


def _garments(recipes: Recipes, item: ItemPlan, found: Reckoning) -> None:
    sizes = [size for size in item.sizes if size.quantity > 0]
    if not sizes:
        pieces = f"{item.quantity:,} piece{'' if item.quantity == 1 else 's'}"
        _lacks(found, item, f"“{item.name}” has no sizes: which garments its {pieces} take is not known.")
    counts = [size.quantity for size in sizes]
    for size, count in zip(sizes, spread(recipes.pieces(sum(counts), item.prints), counts), strict=True):
        if size.material_id is None:
            sentence = f"“{item.name}” in {size.size} names no garment: choose the one it is made on."
            _lacks(found, item, sentence)
            continue
        spares = count - size.quantity
        why = f"{size.size}: {size.quantity:,}{f' + {spares:,} spare' if spares else ''}"
        try:
            _needs(found, item, size.material_id, _counted(count, size.unit), why, None)
        except RuleBroken as mismatch:
            _lacks(found, item, f"“{item.name}” in {size.size}: {mismatch}")


def _counted(pieces: int, unit: str) -> Decimal:
    """So many garments in the unit that they are stocked in; one that is only a name counts them one by one."""
    is_own = unit_named(unit).measure == f"count of {unit_named(unit).name}"
    return Decimal(pieces) if is_own else convert(Decimal(pieces), "piece", unit)


def _decorations(recipes: Recipes, item: ItemPlan, method: DecorationMethod, found: Reckoning) -> None:
    if item.product_id is None:
        sentence = f"“{item.name}” names no product: what its {choice_label(method)} takes is not known."
        _lacks(found, item, sentence)
        return
    rows = recipes.rows.get((item.product_id, method), ())
    if not rows:
        sentence = (
            f"It is not said which materials {choice_label(method)} takes on the product of “{item.name}”."
        )
        _lacks(found, item, sentence)
    prints = [each for each in item.prints if each.method == method]
    pieces = recipes.pieces(item.quantity, prints)
    for row in rows:
        try:
            quantity, why = taken(row, prints, pieces)
        except (ValueError, RuleBroken) as reason:
            _lacks(found, item, str(reason))
        else:
            _needs(found, item, row.material_id, quantity, why, method)


def _needs(
    found: Reckoning,
    item: ItemPlan,
    material_id: str,
    quantity: Decimal,
    why: str,
    method: DecorationMethod | None,
) -> None:
    rounded = round_half_up(quantity, PLACES)
    if rounded:
        found.needs.append(Need(material_id, item.id, rounded, why, method))


def _lacks(found: Reckoning, item: ItemPlan, sentence: str) -> None:
    gap = Gap(item.id, sentence)
    if gap not in found.gaps:
        found.gaps.append(gap)
