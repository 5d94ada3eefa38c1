"""What was used leaves the stock: the ledger follows the rows of usage, whoever writes, changes or deletes them.

What the ledger has for a row is read from the ledger itself, so that a change is always the difference and a deletion
the reversal. What a row costs is told by `use_costs`: changing it back leaves no cent behind (decision 0113).
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
from ..core.events import Fact, on_fact
from ..jobs import Job
from .ledger import NONE, hold, write
from .movements import MovementKind, StockMovement
from .reservations import SETTING_ASIDE, reserved_by_job
from .usage import MaterialUsage
from .use_costs import Issue, cost_of

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
    """What the ledger has taken for a row at one place, each positive: of the shelf, and of what was set aside."""

    quantity: Decimal = NONE
    value: Decimal = NONE
    reserved: Decimal = NONE


Book = dict[str, dict[Place, Taken]]
"""By usage and place."""


@dataclass(frozen=True)
class Sides:
    """What the rows are written with: the held materials, what the ledger has, what is set aside for live jobs."""

    session: Session
    materials: dict[str, Material]
    book: Book
    set_aside: dict[str, dict[str, Decimal]]


@on_fact(MaterialUsage)
def move_the_stock(session: Session, facts: list[Fact]) -> None:
    """Write what these rows take from the stock, or give back."""
    told = [fact for fact in facts if fact.kind != "changed" or _COUNTS & fact.before.keys()]
    if not told:
        return
    ids = {fact.id for fact in told}
    known = ids - {fact.id for fact in told if fact.kind == "new"}
    held = hold(session, _materials_of(session, told, known))
    jobs = {values["job_id"] for fact in told for values in (fact.values, fact.values | fact.before)}
    sides = Sides(session, held, _book(session, known), _set_aside(session, jobs))
    rows = {row.id: row for row in session.scalars(sa.select(MaterialUsage).where(MaterialUsage.id.in_(ids)))}
    for usage_id in sorted(ids):
        _follow(sides, usage_id, rows.get(usage_id), sides.book.get(usage_id, {}))


def _set_aside(session: Session, jobs: Collection[str]) -> dict[str, dict[str, Decimal]]:
    """What is set aside for those of these jobs that still are to be made, by material."""
    live = session.scalars(sa.select(Job.id).where(Job.id.in_(jobs), Job.status.in_(SETTING_ASIDE))).all()
    found = reserved_by_job(session, live) if live else {}
    return {job_id: found.get(job_id, {}) for job_id in live}


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
    moved = (sa.func.sum(each) for each in (movement.quantity, movement.value, movement.reserved))
    sums = sa.select(movement.usage_id, *keys, *moved).where(movement.usage_id.in_(ids))
    for usage_id, *place, quantity, value, reserved in session.execute(
        sums.group_by(movement.usage_id, *keys).order_by(movement.usage_id, *keys)
    ):
        if usage_id and (quantity or value or reserved):
            book[usage_id][Place(*place)] = Taken(-quantity, -value, -reserved)
    return book


def _follow(sides: Sides, usage_id: str, row: MaterialUsage | None, taken: dict[Place, Taken]) -> None:
    """Bring the ledger to what the row says; a row that is gone takes nothing."""
    if row is None:
        for place, all_of_it in taken.items():
            _write(sides, usage_id, place, all_of_it, Taken())
        return
    place = Place(row.material_id, row.job_id, row.job_item_id, clock.shop_day(row.used_at))
    unit_cost, cost = _cost(sides, row, taken)
    for other, all_of_it in taken.items():
        if other != place:
            _write(sides, usage_id, other, all_of_it, Taken())
    _write(sides, usage_id, place, taken.get(place, Taken()), Taken(row.quantity_used, cost))
    with speaking(row):
        row.unit_cost, row.total_cost = unit_cost, cost


def _cost(sides: Sides, row: MaterialUsage, taken: dict[Place, Taken]) -> tuple[Decimal, Decimal]:
    """What a unit and all of the row cost, by what the ledger has of its material for it."""
    mine = [each for place, each in taken.items() if place.material_id == row.material_id]
    quantity, value = sum((each.quantity for each in mine), NONE), sum((each.value for each in mine), NONE)
    issued = Issue(quantity, value, row.unit_cost if mine else None)
    return cost_of(sides.session, row, sides.materials[row.material_id], issued)


def _write(sides: Sides, usage_id: str, place: Place, before: Taken, after: Taken) -> None:
    """Write the difference of what the row took and takes at a place."""
    quantity, value = before.quantity - after.quantity, before.value - after.value
    reserved = _of_the_reservation(sides, place, before, after.quantity)
    if not (quantity or value or reserved):
        return
    write(
        sides.session,
        sides.materials[place.material_id],
        MovementKind.USE if quantity < 0 else MovementKind.RETURN,
        quantity=quantity,
        value=value,
        reserved=reserved,
        job_id=place.job_id,
        job_item_id=place.job_item_id,
        usage_id=usage_id,
        occurred_on=place.on,
    )


def _of_the_reservation(sides: Sides, place: Place, before: Taken, quantity: Decimal) -> Decimal:
    """By how much more, or less, is set aside for the job: what is used of it is not needed any more.

    What was taken of it comes back with the material, unless the job sets nothing aside any more.
    """
    aside = sides.set_aside.get(place.job_id or "")
    if aside is None:
        return NONE
    left = aside.get(place.material_id, NONE)
    change = before.reserved - min(quantity, left + before.reserved)
    aside[place.material_id] = left + change
    return change
