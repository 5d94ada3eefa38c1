"""What was used leaves the stock: the ledger follows the rows of usage, whoever writes, changes or deletes them.

What the ledger has for a row is read from the ledger itself, so that a change is always the difference and a deletion
the reversal. A row whose quantity or material changes is taken back whole and issued anew at the average: changing it
back leaves no cent behind (decision 0096).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..catalog import Material
from ..core import clock
from ..core.doors import speaking
from ..core.errors import RuleBroken
from ..core.events import Fact, on_fact
from ..core.types import round_half_up
from .ledger import NONE, hold, post, worth_of
from .movements import MovementKind, StockMovement
from .usage import MaterialUsage
from .words import too_few

_COUNTS: Final = frozenset({"job_id", "job_item_id", "material_id", "quantity_used", "used_at"})
"""The columns of a usage that the ledger follows."""


class Place(NamedTuple):
    """Where a use stands in the ledger."""

    material_id: str
    job_id: str | None
    job_item_id: str | None
    on: dt.date


@dataclass
class Taken:
    """What the ledger has taken for a row at one place: quantity and value, both positive."""

    quantity: Decimal = NONE
    value: Decimal = NONE


Book = dict[str, dict[Place, Taken]]
"""By usage and place."""


@on_fact(MaterialUsage)
def move_the_stock(session: Session, facts: list[Fact]) -> None:
    """Write what these rows take from the stock, or give back."""
    told = [fact for fact in facts if fact.kind != "changed" or _COUNTS & fact.before.keys()]
    if not told:
        return
    ids = {fact.id for fact in told}
    new = {fact.id for fact in told if fact.kind == "new"}
    hold(session, _materials_of(session, told, ids - new))
    book = _book(session, ids - new)
    rows = {row.id: row for row in session.scalars(sa.select(MaterialUsage).where(MaterialUsage.id.in_(ids)))}
    for usage_id in sorted(ids):
        _follow(session, usage_id, rows.get(usage_id), book.get(usage_id, {}))


def _materials_of(session: Session, facts: Iterable[Fact], known: Collection[str]) -> set[str]:
    """The materials that these rows name, and those that the ledger has for them."""
    named = {values["material_id"] for fact in facts for values in (fact.values, fact.values | fact.before)}
    if known:
        booked = sa.select(StockMovement.material_id).where(StockMovement.usage_id.in_(known)).distinct()
        named |= set(session.scalars(booked))
    return named


def _book(session: Session, ids: Collection[str]) -> Book:
    """What the ledger has for these rows now: read under the locks of their materials."""
    movement = StockMovement
    book: Book = defaultdict(dict)
    if not ids:
        return book
    keys = (movement.material_id, movement.job_id, movement.job_item_id, movement.occurred_on)
    sums = sa.select(
        movement.usage_id, *keys, sa.func.sum(movement.quantity), sa.func.sum(movement.value)
    ).where(movement.usage_id.in_(ids))
    for usage_id, material_id, job_id, item_id, on, quantity, value in session.execute(
        sums.group_by(movement.usage_id, *keys)
    ):
        if usage_id and (quantity or value):
            book[usage_id][Place(material_id, job_id, item_id, on)] = Taken(-quantity, -value)
    return book


def _follow(session: Session, usage_id: str, row: MaterialUsage | None, taken: dict[Place, Taken]) -> None:
    """Bring the ledger to what the row says; a row that is gone takes nothing."""
    if row is None:
        for place, all_of_it in taken.items():
            _write(session, usage_id, place, all_of_it.quantity, all_of_it.value, "Taken back: deleted")
        return
    place = Place(row.material_id, row.job_id, row.job_item_id, clock.shop_day(row.used_at))
    cost = _cost(session, row, taken)
    for other, all_of_it in taken.items():
        if other != place:
            _write(session, usage_id, other, all_of_it.quantity, all_of_it.value, "Taken back: changed")
    before = taken.get(place, Taken())
    _write(session, usage_id, place, before.quantity - row.quantity_used, before.value - cost)
    with speaking(row):
        row.unit_cost, row.total_cost = round_half_up(cost / row.quantity_used, 4), cost


def _cost(session: Session, row: MaterialUsage, taken: dict[Place, Taken]) -> Decimal:
    """What the row costs: as before where neither quantity nor material changed, else the average without it."""
    mine = [each for place, each in taken.items() if place.material_id == row.material_id]
    before = Taken(sum((each.quantity for each in mine), NONE), sum((each.value for each in mine), NONE))
    if before.quantity == row.quantity_used:
        return before.value
    material = session.get_one(Material, row.material_id)
    there, worth = material.quantity_on_hand + before.quantity, material.stock_value + before.value
    if row.quantity_used > there:
        raise RuleBroken(too_few(material, there, row.quantity_used))
    return -worth_of(-row.quantity_used, there, worth, material.unit_cost)


def _write(
    session: Session,
    usage_id: str,
    place: Place,
    quantity: Decimal,
    value: Decimal,
    reason: str | None = None,
) -> None:
    if not quantity and not value:
        return
    post(
        session,
        place.material_id,
        MovementKind.USE if quantity < 0 else MovementKind.RETURN,
        quantity=quantity,
        value=value,
        job_id=place.job_id,
        job_item_id=place.job_item_id,
        usage_id=usage_id,
        reason=reason,
        on=place.on,
    )
