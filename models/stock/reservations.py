"""What is set aside for jobs: the sums of their reservations in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from .ledger import NONE, hold, post
from .movements import MovementKind, StockMovement


def reserved_for(session: Session, job_id: str) -> dict[str, Decimal]:
    """What is set aside for the job now, by material; nothing for what is not."""
    movement = StockMovement
    total = sa.func.sum(movement.reserved)
    mine = sa.select(movement.material_id, total).where(movement.job_id == job_id, movement.reserved != 0)
    sums = session.execute(mine.group_by(movement.material_id).order_by(movement.material_id))
    return {material_id: quantity for material_id, quantity in sums if quantity}


def reserve(
    session: Session, job_id: str, wanted: Mapping[str, Decimal], *, among: Collection[str] | None = None
) -> None:
    """Set aside for the job exactly these quantities by material, and nothing else (`among` these materials only).

    More may be set aside than there is: what is missing is to be ordered.
    """
    before = reserved_for(session, job_id)
    ids = {*wanted, *before} if among is None else set(among)
    held = hold(session, ids)
    before = reserved_for(session, job_id)  # under the locks nobody changes it any more
    for material_id in sorted(held):
        change = wanted.get(material_id, NONE) - before.get(material_id, NONE)
        if change:
            post(session, material_id, MovementKind.RESERVATION, reserved=change, job_id=job_id)
