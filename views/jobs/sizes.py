"""What is made in a job as a grid of numbers: a row for each item, a column for each size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import joinedload, selectinload

from models.core.base import db
from models.jobs import Job, JobItem, size_order

from ..core.access.person import is_granted
from ..core.pages.cells import row_url
from ..core.screen import screen_named
from ..core.shown import shown

MOST_ITEMS: Final = 100
"""Items that the page of a job shows."""


@dataclass(frozen=True)
class SizeRow:
    """One item: how many of each size, and in all. `price` is empty for whom it is kept from."""

    name: str
    href: str
    about: str
    counts: list[int]
    pieces: int
    price: str


@dataclass(frozen=True)
class SizeGrid:
    """The items of a job by size. `totals` are in the order of `sizes`; `worth` is None when prices are not shown."""

    sizes: list[str]
    rows: list[SizeRow]
    totals: list[int]
    pieces: int
    worth: Decimal | None
    shows_prices: bool
    more: bool
    all_url: str
    add_url: str


def items_of(job: Job) -> list[JobItem]:
    """The first items of `job` with all that is said of them; one more than are shown when there are more."""
    mine = sa.select(JobItem).where(JobItem.job_id == job.id).order_by(JobItem.id).limit(MOST_ITEMS + 1)
    loaded = mine.options(
        joinedload(JobItem.product), selectinload(JobItem.sizes), selectinload(JobItem.decorations)
    )
    return list(db.session.scalars(loaded))


def size_grid_of(job: Job, items: Sequence[JobItem], here: str) -> SizeGrid:
    """The grid of `items`, sizes in the shop's order; prices only for whom they are shown."""
    shown_items, screen = items[:MOST_ITEMS], screen_named(JobItem.__tablename__)
    sizes = sorted({size.size for item in shown_items for size in item.sizes}, key=size_order)
    shows_prices = bool(screen.visible(["unit_price"]))
    rows = [_row(item, sizes, shows_prices) for item in shown_items]
    add_url = url_for(f"{screen.__name__}.add", back=here, job=job.id)
    return SizeGrid(
        sizes=sizes,
        rows=rows,
        totals=[sum(row.counts[place] for row in rows) for place in range(len(sizes))],
        pieces=sum(row.pieces for row in rows),
        worth=_worth(shown_items) if shows_prices else None,
        shows_prices=shows_prices,
        more=len(items) > MOST_ITEMS,
        all_url=url_for(f"{screen.__name__}.list", _flt_0_job=job.id),
        add_url=add_url if is_granted("can_add", screen.table) else "",
    )


def _row(item: JobItem, sizes: Sequence[str], shows_prices: bool) -> SizeRow:
    counts = {size.size: size.quantity for size in item.sizes}
    screen = screen_named(JobItem.__tablename__)
    return SizeRow(
        name=str(item),
        href=row_url(screen, item) if is_granted("can_show", screen.table) else "",
        about=", ".join(_about(item)),
        counts=[counts.get(size, 0) for size in sizes],
        pieces=item.quantity,
        price=shown(item.unit_price, "$") if shows_prices else "",
    )


def _about(item: JobItem) -> list[str]:
    """The product, unless the item is called after it, and the prints."""
    product = [str(item.product)] if item.product and str(item.product) != str(item) else []
    return product + [str(decoration) for decoration in item.decorations]


def _worth(items: Sequence[JobItem]) -> Decimal | None:
    """The items at their prices, when each of them has one."""
    priced = [item.unit_price * item.quantity for item in items if item.unit_price is not None]
    return sum(priced, Decimal(0)) if priced and len(priced) == len(items) else None
