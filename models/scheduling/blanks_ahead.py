"""How long the blanks of a quote take: none when enough lie on the shelf, else until what is ordered comes, and never
longer than the supplier's days.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from ..catalog import Material
from ..core import clock
from ..jobs import Job, JobItem, JobItemSize

Arrivals = Mapping[str, Sequence[tuple[dt.date, Decimal]]]
"""What is on its way by material: the expected day and the quantity, the earliest first."""

_TELLERS: Final[list[Callable[[Session, Collection[str]], Arrivals]]] = []


def tells_arrivals(
    teller: Callable[[Session, Collection[str]], Arrivals],
) -> Callable[[Session, Collection[str]], Arrivals]:
    """Register who knows what is on its way of some materials: an area above this one."""
    _TELLERS.append(teller)
    return teller


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
    arrivals = [teller(session, named) for teller in _TELLERS]
    materials = sa.select(Material).where(Material.id.in_(named)).options(joinedload(Material.supplier))
    return max(
        _days_to(
            pieces[material.id] - (material.quantity_on_hand - material.quantity_reserved),
            [each for told in arrivals for each in told.get(material.id, ())],
            _days(material, usual),
        )
        for material in session.scalars(materials.order_by(Material.id))
    )


def _days_to(missing: Decimal, coming: Sequence[tuple[dt.date, Decimal]], anew: int) -> int:
    """The days until what is missing has come; at most those that it takes when it is ordered today."""
    if missing <= 0:
        return 0
    for day, quantity in coming:
        missing -= quantity
        if missing <= 0:
            return min(anew, max(0, (day - clock.shop_day()).days))
    return anew


def _days(material: Material, usual: int) -> int:
    supplier = material.supplier
    return usual if supplier is None or supplier.lead_days is None else max(0, supplier.lead_days)
