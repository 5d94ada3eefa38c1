"""What is set aside for jobs: the sums of their reservations in the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..jobs.life import S
from .ledger import NONE, hold, write
from .movements import MovementKind, StockMovement

ByMaterial = Mapping[str, Decimal]

SETTING_ASIDE: Final = frozenset({S.APPROVED, S.PREP, S.READY, S.IN_PRODUCTION, S.QUALITY_CHECK, S.ON_HOLD})
"""What is to be made and not packed yet: such jobs have set aside what they still need."""


def reserved_for(session: Session, job_id: str) -> dict[str, Decimal]:
    """What is set aside for the job now, by material; nothing for what is not."""
    return reserved_by_job(session, [job_id]).get(job_id, {})


def reserved_by_job(session: Session, job_ids: Collection[str]) -> dict[str, dict[str, Decimal]]:
    """What is set aside for each of these jobs, by material. One statement."""
    if not job_ids:
        return {}
    session.flush()
    movement = StockMovement
    key = (movement.job_id, movement.material_id)
    mine = sa.select(*key, sa.func.sum(movement.reserved)).where(
        movement.job_id.in_(job_ids), movement.reserved != 0
    )
    found: defaultdict[str, dict[str, Decimal]] = defaultdict(dict)
    for job_id, material_id, quantity in session.execute(mine.group_by(*key).order_by(*key)):
        if job_id and quantity:
            found[job_id][material_id] = quantity
    return dict(found)


def reserve(session: Session, job_id: str, wanted: ByMaterial) -> None:
    """Set aside for the job exactly these quantities by material, and nothing else.

    More may be set aside than there is: what is missing is to be ordered.
    """
    reserve_for_jobs(session, {job_id: wanted})


def reserve_for_jobs(session: Session, wanted: Mapping[str, ByMaterial]) -> None:
    """Set aside for each of these jobs exactly what is said, and nothing else."""
    before = reserved_by_job(session, wanted)
    ids = {id_ for some in (*wanted.values(), *before.values()) for id_ in some}
    if not ids:
        return
    held = hold(session, ids)
    before = reserved_by_job(session, wanted)  # under the locks nobody changes it any more
    for job_id in sorted(wanted):
        now = before.get(job_id, {})
        for material_id in sorted({*wanted[job_id], *now} & held.keys()):
            change = wanted[job_id].get(material_id, NONE) - now.get(material_id, NONE)
            if change:
                kind = MovementKind.RESERVATION
                write(session, held[material_id], kind, reserved=change, job_id=job_id)
