"""The blanks gate follows the stock by itself (decision 0100).

It does so for jobs whose pieces all name a stocked garment, until production begins. Whatever moves stock, orders or
what a job is made on sets it right in the same transaction; jobs that somebody else holds at that moment are left to
the clock (`set_right`), so that nobody who holds a material ever waits for a job.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.actor import SYSTEM, acting_as
from ..core.base import lock_all
from ..core.portions import portions
from ..gates import GATES, GateStatus, JobGate
from ..jobs import Job, JobItem, JobItemSize
from .allotting import BEFORE_PRODUCTION, Allotment, allot

_BATCH: Final = 200
"""Jobs that are looked at together."""


def hold_waiting_jobs(session: Session, materials: Collection[str]) -> None:
    """Hold the jobs whose gates a movement of `materials` may move, before the materials are held."""
    lock_all(session, Job, jobs_waiting_for(session, materials))


def follow_materials(session: Session, materials: Collection[str]) -> None:
    """Set right the gates of all jobs that wait for one of `materials`."""
    if materials:
        follow_jobs(session, jobs_waiting_for(session, materials))


def set_right(session: Session) -> int:
    """Set right the gates of all jobs whose production has not begun; how many were moved. Does not commit."""
    waiting = session.scalars(sa.select(Job.id).where(Job.status.in_(BEFORE_PRODUCTION)))
    return sum(follow_jobs(session, batch) for batch in portions(waiting, _BATCH))


def follow_jobs(session: Session, job_ids: Sequence[str]) -> int:
    """Set right the gates of those of these jobs that nobody else holds; how many were moved."""
    gates = _held_gates(session, job_ids)
    if not gates:
        return 0
    told = _with_garments(session, list(gates))
    allotted = allot(session, told)
    with acting_as(SYSTEM):
        return sum(_set(gate, allotted.get(job_id)) for job_id, gate in gates.items())


def jobs_waiting_for(session: Session, materials: Collection[str]) -> Sequence[str]:
    """The jobs that are made on one of `materials` and whose production has not begun, in the order of ids."""
    wanted = (
        sa.select(JobItem.job_id)
        .join(JobItemSize, JobItemSize.job_item_id == JobItem.id)
        .where(JobItemSize.material_id.in_(materials))
    )
    waiting = sa.select(Job.id).where(Job.status.in_(BEFORE_PRODUCTION), Job.id.in_(wanted))
    return session.scalars(waiting.order_by(Job.id)).all()


def _held_gates(session: Session, job_ids: Sequence[str]) -> dict[str, JobGate]:
    """The blanks gates that follow or may, by job, with their jobs held; never waits for a job."""
    free = (
        sa.select(Job.id)
        .where(Job.id.in_(job_ids), Job.status.in_(BEFORE_PRODUCTION))
        .order_by(Job.id)
        .with_for_update(key_share=True, skip_locked=True)
    )
    held = session.scalars(free).all()
    if not held:
        return {}
    theirs = sa.select(JobGate).where(
        JobGate.job_id.in_(held), JobGate.gate == "blanks", JobGate.status != GateStatus.WAIVED
    )
    fresh = theirs.order_by(JobGate.id).execution_options(populate_existing=True)
    return {gate.job_id: gate for gate in session.scalars(fresh) if _may_follow(gate)}


def _may_follow(gate: JobGate) -> bool:
    """Not what staff took into their hands, nor what was passed before it could follow."""
    return bool(gate.is_followed) or (gate.is_followed is None and gate.is_blocked)


def _with_garments(session: Session, job_ids: Sequence[str]) -> list[str]:
    """Those of the jobs whose pieces all name a stocked garment."""
    named = sa.func.count(JobItemSize.material_id)
    pieces = (
        sa.select(JobItem.job_id, sa.func.count(), named)
        .join(JobItemSize, JobItemSize.job_item_id == JobItem.id)
        .where(JobItem.job_id.in_(job_ids), JobItemSize.quantity > 0)
        .group_by(JobItem.job_id)
    )
    known = {job_id for job_id, all_, with_garment in session.execute(pieces) if all_ == with_garment}
    return [job_id for job_id in job_ids if job_id in known]


def _set(gate: JobGate, allotted: Allotment | None) -> bool:
    """Let `gate` stand as its blanks do; whether that changed anything."""
    if allotted is None:
        if not gate.is_followed:
            return False
        gate.let_go(GATES[gate.gate].first_reason(gate.job) or "")
        return True
    reason, expected = words_of(allotted), allotted.expected_on
    now = GateStatus.PASSED if allotted.is_whole else GateStatus.BLOCKED
    if (gate.status, gate.reason, gate.expected_on, gate.is_followed) == (now, reason, expected, True):
        return False
    gate.follow(reason, is_open=allotted.is_whole, expected_on=expected)
    return True


def words_of(allotted: Allotment) -> str:
    """How the blanks of a job stand, such as “Blanks 18/24, 6 not ordered”."""
    told = f"Blanks {_count(allotted.there)}/{_count(allotted.wants)}"
    return f"{told}, {_count(allotted.unordered)} not ordered" if allotted.unordered else told


def _count(pieces: Decimal) -> str:
    return f"{pieces.normalize():,f}"
