"""Writing the ledger: a movement and the levels that follow from it, under the material's lock.

The levels of a material are moved here and nowhere else, by a statement that leaves the version alone that people
compare: a form that is open while somebody takes a shirt from the shelf is not stale (decision 0096).
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..catalog import STOCK_LEVELS, Material
from ..core import clock
from ..core.base import lock_all
from ..core.errors import RuleBroken
from ..core.events import Fact, record
from ..core.types import round_half_up
from .movements import MovementKind, StockMovement
from .words import too_few

NONE: Final = Decimal(0)


def hold(session: Session, material_ids: Collection[str]) -> dict[str, Material]:
    """Hold these materials until the transaction ends, in the order of their ids, read anew; by id."""
    return {material.id: material for material in lock_all(session, Material, sorted(set(material_ids)))}


def post(
    session: Session,
    material_id: str,
    kind: MovementKind,
    *,
    quantity: Decimal | int = NONE,
    value: Decimal | None = None,
    reserved: Decimal | int = NONE,
    incoming: Decimal | int = NONE,
    job_id: str | None = None,
    job_item_id: str | None = None,
    purchase_order_line_id: str | None = None,
    usage_id: str | None = None,
    reason: str | None = None,
    on: dt.date | None = None,
) -> StockMovement:
    """Move what is on hand (`quantity`), `reserved` and `incoming` of a material by so much, and write it down.

    `value` is by how much the stock is worth more or less; without it a quantity has the average cost, and what takes
    the last takes the residue. `on` is the shop day (default: today). Whoever moves several materials in one
    transaction holds them first (`hold`). RuleBroken when less is on hand than is taken: nothing is written.
    """
    held = hold(session, [material_id])
    if material_id not in held:
        raise RuleBroken("The stock was not changed: there is no such material any more.")
    return write(
        session,
        held[material_id],
        kind,
        quantity=Decimal(quantity),
        value=value,
        reserved=Decimal(reserved),
        incoming=Decimal(incoming),
        job_id=job_id,
        job_item_id=job_item_id,
        purchase_order_line_id=purchase_order_line_id,
        usage_id=usage_id,
        reason=reason,
        occurred_on=on or clock.shop_day(),
    )


def write(
    session: Session,
    material: Material,
    kind: MovementKind,
    *,
    quantity: Decimal = NONE,
    value: Decimal | None = None,
    reserved: Decimal = NONE,
    incoming: Decimal = NONE,
    **about: Any,
) -> StockMovement:
    """As `post`, of a material that is held already; `about` are further columns of the movement."""
    there, worth = material.quantity_on_hand, material.stock_value
    if there + quantity < 0 and quantity < 0:
        raise RuleBroken(too_few(material, there, -quantity))
    if value is None:
        value = worth_of(quantity, there, worth, material.unit_cost)
    moved = {"quantity": quantity, "value": value, "reserved": reserved, "incoming": incoming}
    told = {"occurred_on": clock.shop_day()} | about
    movement = StockMovement(material_id=material.id, kind=kind, **moved, **told)
    session.add(movement)
    levels = zip(STOCK_LEVELS, (quantity, reserved, incoming, value), strict=True)
    _move(session, material, dict(levels))
    return movement


def worth_of(quantity: Decimal, there: Decimal, worth: Decimal, typed: Decimal | None) -> Decimal:
    """What `quantity` more or less changes in the value of a stock of which `there` lie on the shelf for `worth`.

    At the average cost, to the cent; taking the last takes all that is left of the value. Where nothing lies on the
    shelf the `typed` cost of one counts.
    """
    if there <= 0:
        return round_half_up(quantity * (typed or NONE))
    if quantity == -there:
        return -worth
    share = round_half_up(abs(quantity) * worth / there)
    return share if quantity > 0 else -share


def _move(session: Session, material: Material, changes: dict[str, Decimal]) -> None:
    """Write the levels of a held material, and tell whoever reacts to its rows."""
    before = {name: getattr(material, name) for name in STOCK_LEVELS if changes[name]}
    if not before:
        return
    after = {name: old + changes[name] for name, old in before.items()}
    moved = session.scalars(_levels(tuple(after)), {"of_material": material.id} | after).one()
    values: dict[str, Any] = {
        each.key: getattr(moved, each.key) for each in sa.inspect(Material).column_attrs
    }
    record(session, Fact(Material, material.id, "changed", values, before))


@functools.cache
def _levels(moved: tuple[str, ...]) -> Any:
    """The statement that writes these levels; made once for each of its shapes, since every movement asks for it."""
    return (
        sa.update(Material)
        .where(Material.id == sa.bindparam("of_material"))
        .values({name: sa.bindparam(name) for name in moved})
        .returning(Material)
        .execution_options(
            deliberate="levels are sums of the ledger; the fact is recorded, the version stays",
            synchronize_session=False,
            populate_existing=True,
        )
    )
