"""Who gets which blanks: what lies on the shelf and what is on its way, allotted to the jobs that wait for it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..catalog import Material
from ..gates import GateStatus, JobGate
from ..jobs import Job, JobItem, JobItemSize, JobStatus
from ..jobs.life import PRODUCED
from ..scheduling.blanks_ahead import Arrivals, tells_arrivals
from ..stock import MaterialUsage
from .life import OPEN
from .lines import PurchaseOrderLine
from .orders import PurchaseOrder

S = JobStatus

BEFORE_PRODUCTION: Final = frozenset({S.APPROVED, S.PREP, S.READY})
"""A promised job whose blanks nobody has taken yet."""

TAKING: Final = BEFORE_PRODUCTION | PRODUCED | {S.ON_HOLD}
"""A job whose blanks are its own until they were used."""

_NONE: Final = Decimal(0)


@dataclass
class Allotment:
    """What a job has of the blanks that it `wants`: pieces that are `there`, and when the rest comes.

    `unordered` is how many of the rest are on no order, `undated` how many on one of which nobody knows the day,
    `latest` the last day on which others are expected.
    """

    wants: Decimal = _NONE
    there: Decimal = _NONE
    unordered: Decimal = _NONE
    undated: Decimal = _NONE
    latest: dt.date | None = None

    @property
    def expected_on(self) -> dt.date | None:
        """The day on which all is there; None when nobody knows."""
        return None if self.unordered or self.undated else self.latest

    @property
    def is_whole(self) -> bool:
        """Whether all blanks are there."""
        return self.there >= self.wants


@dataclass
class _Claim:
    """How many pieces of one material a job has yet to take, and in which turn."""

    job_id: str
    turn: tuple[Any, ...]
    pieces: Decimal


@dataclass
class _Arrival:
    """So much that comes on a day."""

    day: dt.date | None
    quantity: Decimal


@dataclass
class _Supply:
    """What there is of one material: on the shelf, and by the day on which it is expected."""

    on_hand: Decimal = _NONE
    arrivals: list[tuple[dt.date | None, Decimal]] = field(default_factory=list)


def allot(session: Session, job_ids: Collection[str]) -> dict[str, Allotment]:
    """What each of these jobs has of the garments that its sizes name.

    Every claim on these garments counts. Those of jobs in production come first, then those of jobs that have all
    their blanks or go on without, so that a full set stays together; then by the day on which they are due.
    """
    materials = materials_of(session, job_ids)
    claims, supplies = _claims(session, materials), _supplies(session, materials)
    allotted: dict[str, Allotment] = {id_: Allotment() for id_ in job_ids}
    for material_id, wanted in claims.items():
        _serve(sorted(wanted, key=lambda claim: claim.turn), supplies[material_id], allotted)
    return allotted


def _serve(claims: Iterable[_Claim], supply: _Supply, allotted: dict[str, Allotment]) -> None:
    """Give each claim in turn what is left of the shelf, and then of what comes, the earliest first."""
    shelf, coming = max(_NONE, supply.on_hand), [_Arrival(*each) for each in supply.arrivals]
    for claim in claims:
        mine = allotted.get(claim.job_id, Allotment())
        there = min(shelf, claim.pieces)
        shelf, short = shelf - there, claim.pieces - there
        mine.wants, mine.there = mine.wants + claim.pieces, mine.there + there
        for arrival in coming:
            taken = min(short, arrival.quantity)
            if taken:
                short, arrival.quantity = short - taken, arrival.quantity - taken
                mine.latest = max(filter(None, (mine.latest, arrival.day)), default=None)
                mine.undated += taken if arrival.day is None else 0
        mine.unordered += short


def materials_of(session: Session, job_ids: Collection[str]) -> set[str]:
    """The garments that the sizes of these jobs name."""
    if not job_ids:
        return set()
    sizes = sa.select(JobItemSize.material_id).join(JobItemSize.job_item).where(JobItem.job_id.in_(job_ids))
    return set(filter(None, session.scalars(sizes.distinct())))


def _claims(session: Session, materials: Collection[str]) -> dict[str, list[_Claim]]:
    """What jobs have yet to take of `materials`, by material."""
    size, gate = JobItemSize, JobGate
    wanted = (
        sa.select(
            size.material_id,
            Job.id,
            Job.status,
            Job.held_from,
            Job.due_on,
            gate.status,
            sa.func.sum(size.quantity),
        )
        .join(size.job_item)
        .join(JobItem.job)
        .outerjoin(gate, sa.and_(gate.job_id == Job.id, gate.gate == "blanks"))
        .where(size.material_id.in_(materials), Job.status.in_(TAKING))
        .group_by(size.material_id, Job.id, Job.status, Job.held_from, Job.due_on, gate.status)
    )
    rows: Sequence[Any] = session.execute(wanted).all()
    used = _used(session, materials, {row[1] for row in rows})
    claims: dict[str, list[_Claim]] = defaultdict(list)
    for material_id, job_id, status, held_from, due_on, gate_status, pieces in rows:
        left = Decimal(pieces) - used.get((job_id, material_id), _NONE)
        if left > 0:
            turn = (_rank(status, held_from, gate_status), due_on or dt.date.max, job_id)
            claims[material_id].append(_Claim(job_id, turn, left))
    return claims


def _rank(status: JobStatus, held_from: JobStatus | None, gate: GateStatus | None) -> int:
    if status in PRODUCED or held_from in PRODUCED:
        return 0
    return 2 if gate in (None, GateStatus.BLOCKED) else 1


def _used(
    session: Session, materials: Collection[str], job_ids: Collection[str]
) -> Mapping[tuple[str, str], Decimal]:
    table = MaterialUsage
    sums = (
        sa.select(table.job_id, table.material_id, sa.func.sum(table.quantity_used))
        .where(table.job_id.in_(job_ids), table.material_id.in_(materials))
        .group_by(table.job_id, table.material_id)
    )
    return {(job_id, material_id): used for job_id, material_id, used in session.execute(sums)}


def _supplies(session: Session, materials: Collection[str]) -> dict[str, _Supply]:
    levels = sa.select(Material.id, Material.quantity_on_hand).where(Material.id.in_(materials))
    supplies = {id_: _Supply(on_hand) for id_, on_hand in session.execute(levels)}
    for material_id, day, quantity in session.execute(awaited(materials)):
        supplies[material_id].arrivals.append((day, quantity))
    return supplies


def awaited(materials: Collection[str]) -> Any:
    """The statement for what is on its way of `materials`: material, expected day, quantity; the earliest first."""
    line, order = PurchaseOrderLine, PurchaseOrder
    left = line.quantity - line.quantity_received
    return (
        sa.select(line.material_id, order.expected_on, left)
        .join(line.purchase_order)
        .where(line.material_id.in_(materials), order.status.in_(OPEN), left > 0)
        .order_by(order.expected_on.is_(None), order.expected_on, line.id)
    )


@tells_arrivals
def arrivals_of(session: Session, materials: Collection[str]) -> Arrivals:
    """What is on its way of `materials` and has a day, for whoever promises a date."""
    found: dict[str, list[tuple[dt.date, Decimal]]] = defaultdict(list)
    for material_id, day, quantity in session.execute(awaited(materials)):
        if day is not None:
            found[material_id].append((day, quantity))
    return found
