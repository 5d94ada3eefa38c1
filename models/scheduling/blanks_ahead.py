"""How long the blanks of a quote take: none when enough lie on the shelf, else the supplier's days."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from ..catalog import Material
from ..jobs import Job, JobItem, JobItemSize


def days_to_blanks(session: Session, job: Job, usual: int) -> int:
    """The days until all blanks of `job` are there, were they ordered today; `usual` where nobody knows better.

    What is set aside for the jobs that are promised is not free for this one, which is not promised yet.
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
    materials = sa.select(Material).where(Material.id.in_(named)).options(joinedload(Material.supplier))
    return max(
        0
        if material.quantity_on_hand - material.quantity_reserved >= pieces[material.id]
        else _days(material, usual)
        for material in session.scalars(materials.order_by(Material.id))
    )


def _days(material: Material, usual: int) -> int:
    supplier = material.supplier
    return usual if supplier is None or supplier.lead_days is None else max(0, supplier.lead_days)
