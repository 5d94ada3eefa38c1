"""How long the blanks of a quote take: none when enough lie on the shelf, else the supplier's days."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from ..catalog import Material
from ..jobs import ACTIVE, Job, JobItem, JobItemSize
from ..jobs.life import PRODUCED


def days_to_blanks(session: Session, job: Job, usual: int) -> int:
    """The days until all blanks of `job` are there, were they ordered today; `usual` where nobody knows better.

    What other jobs that are promised and not yet in production are made on is not free for this one.
    """
    wanted: defaultdict[str | None, int] = defaultdict(int)
    for size in session.scalars(
        sa.select(JobItemSize).join(JobItemSize.job_item).where(JobItem.job_id == job.id)
    ):
        wanted[size.material_id] += size.quantity
    pieces = {id_: count for id_, count in wanted.items() if count}
    named = {id_ for id_ in pieces if id_ is not None}
    if not named or len(named) < len(pieces):
        return usual
    taken = _promised_to_others(session, job, named)
    materials = sa.select(Material).where(Material.id.in_(named)).options(joinedload(Material.supplier))
    return max(
        0
        if material.quantity_on_hand - taken.get(material.id, 0) >= pieces[material.id]
        else _days(material, usual)
        for material in session.scalars(materials.order_by(Material.id))
    )


def _days(material: Material, usual: int) -> int:
    supplier = material.supplier
    return usual if supplier is None or supplier.lead_days is None else max(0, supplier.lead_days)


def _promised_to_others(session: Session, job: Job, materials: set[str]) -> dict[str, Decimal]:
    size = JobItemSize
    theirs = (
        sa.select(size.material_id, sa.func.sum(size.quantity))
        .join(size.job_item)
        .join(JobItem.job)
        .where(size.material_id.in_(materials), Job.id != job.id, Job.status.in_(ACTIVE - PRODUCED))
        .group_by(size.material_id)
    )
    return {id_: Decimal(count) for id_, count in session.execute(theirs) if id_ is not None}
