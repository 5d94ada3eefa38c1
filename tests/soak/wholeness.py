"""What must be true of the shop whatever happened to its processes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from models.core import audit
from models.gates import GATES
from models.jobs import Job, JobItem, JobStatus


def half_written(session: Session) -> list[str]:
    """A sentence for each job that is not whole: its gates, its history, its items' quantities."""
    parts = [selectinload(Job.gates), selectinload(Job.status_updates)]
    jobs = session.scalars(
        sa.select(Job).options(*parts, selectinload(Job.items).selectinload(JobItem.sizes))
    )
    return [f"{job}: {fault}" for job in jobs for fault in _faults_of(job)]


def _faults_of(job: Job) -> list[str]:
    faults = []
    if [gate.gate for gate in job.gates] != list(GATES):
        faults.append(f"its gates are {[gate.gate for gate in job.gates]}")
    passed = [JobStatus.QUOTE]
    for update in job.status_updates:
        if update.old_status != passed[-1]:
            faults.append(f"its history jumps from {passed[-1]} to {update.old_status}")
        passed.append(update.new_status)
    if passed[-1] != job.status:
        faults.append(f"it is {job.status}, but its history ends with {passed[-1]}")
    for item in job.items:
        pieces = sum(size.quantity for size in item.sizes)
        if item.sizes and pieces != item.quantity:
            faults.append(f"an item of {item.quantity} pieces has sizes of {pieces}")
    return faults


def trail_damages(session: Session) -> list[object]:
    """What the audit trail shows once it is sealed."""
    audit.seal(session)
    session.commit()
    return list(audit.verify(session))
