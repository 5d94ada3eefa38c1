"""What the pieces that were made took: the good ones, and those that were spoiled, each misprint by itself.

Pieces good and misprinted, without the spares of a plan (domain.md, “Materials”). Nobody tells which sizes were
misprinted: they are taken to be spread like the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..requirements import ItemPlan, Need, plans_of
from ..requirements.calculators import spread
from ..requirements.needs import recipes_for, reckon_items
from ..timekeeping import Misprint


@dataclass
class Share:
    """So much of a material that an item took, for its good pieces or for a misprint."""

    material_id: str
    job_item_id: str
    misprint_id: str | None
    quantity: Decimal
    why: str


def taken_by(session: Session, job_id: str) -> list[Share]:
    """What the pieces of the job took, those of misprints first, in the order in which they were noted."""
    items = [_without_spares(item) for item in plans_of(session, [job_id])[job_id] if item.quantity > 0]
    recipes = recipes_for(session, items)
    misprints = session.execute(
        sa.select(Misprint.id, Misprint.quantity).where(Misprint.job_id == job_id).order_by(Misprint.id)
    )
    good = reckon_items(recipes, items).needs
    shares: list[Share] = []
    before, made = good, items
    for misprint_id, pieces in misprints:
        made = _with_more(made, items, pieces)
        after = reckon_items(recipes, made).needs
        shares += _differences(before, after, misprint_id)
        before = after
    return shares + [
        Share(need.material_id, need.job_item_id, None, need.quantity, need.explanation) for need in good
    ]


def _without_spares(item: ItemPlan) -> ItemPlan:
    """The same with prints that spoil nothing: what was spoiled is known."""
    return replace(item, prints=tuple(replace(each, spoilage=Decimal(0)) for each in item.prints))


def _with_more(made: Sequence[ItemPlan], ordered: Sequence[ItemPlan], pieces: int) -> list[ItemPlan]:
    """`made` and so many pieces more, spread over items and sizes like what was ordered."""
    more = spread(pieces, [item.quantity for item in ordered])
    return [_larger(*each) for each in zip(made, ordered, more, strict=True)]


def _larger(made: ItemPlan, ordered: ItemPlan, pieces: int) -> ItemPlan:
    by_size = spread(pieces, [size.quantity for size in ordered.sizes])
    sizes = (
        replace(size, quantity=size.quantity + more) for size, more in zip(made.sizes, by_size, strict=True)
    )
    return replace(made, quantity=made.quantity + pieces, sizes=tuple(sizes))


def _differences(before: Sequence[Need], after: Sequence[Need], misprint_id: str) -> Iterator[Share]:
    sums: dict[tuple[str, str], Decimal] = {}
    for needs, sign in ((after, 1), (before, -1)):
        for need in needs:
            key = (need.material_id, need.job_item_id)
            sums[key] = sums.get(key, Decimal(0)) + sign * need.quantity
    for (material_id, item_id), quantity in sums.items():
        if quantity > 0:
            yield Share(material_id, item_id, misprint_id, quantity, "Misprinted")
