"""What tickets are made from: jobs with all that is said of them, in a constant number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from models.approvals import ApprovalStatus, DesignApprovalRequest
from models.designs import Design, DesignVersion
from models.jobs import Job, JobItem
from models.scheduling import ProductionSchedule, ProductionStage, ScheduleStatus


@dataclass(frozen=True)
class Artwork:
    """The version of a design that is to be printed: the newest approved one, else the newest there is."""

    version: DesignVersion
    is_approved: bool


@dataclass(frozen=True)
class Ticket:
    """A job with its operations in the order of work and its artwork."""

    job: Job
    operations: list[ProductionSchedule] = field(default_factory=list)
    artwork: list[Artwork] = field(default_factory=list)


def tickets_of(session: Session, job_ids: Sequence[str]) -> list[Ticket]:
    """The tickets of those of `job_ids` that there are, in that order. Customers and contents come with them."""
    wanted = sa.select(Job).where(Job.id.in_(job_ids)).options(*_with_everything())
    jobs = {job.id: job for job in session.scalars(wanted)}
    operations, artwork = _operations(session, list(jobs)), _artwork(session, list(jobs))
    found = dict.fromkeys(job_id for job_id in job_ids if job_id in jobs)
    return [Ticket(jobs[job_id], operations[job_id], artwork[job_id]) for job_id in found]


def _with_everything() -> list[Any]:
    items = selectinload(Job.items)
    return [
        joinedload(Job.customer),
        selectinload(Job.gates),
        items.joinedload(JobItem.product),
        items.selectinload(JobItem.sizes),
        items.selectinload(JobItem.decorations),
    ]


def _operations(session: Session, job_ids: list[str]) -> dict[str, list[ProductionSchedule]]:
    """By job: what is not called off."""
    table = ProductionSchedule
    mine = sa.select(table).join(ProductionStage, table.stage_id == ProductionStage.id)
    mine = mine.where(table.job_id.in_(job_ids), table.status != ScheduleStatus.CANCELLED)
    named = [joinedload(relation) for relation in (table.stage, table.employee, table.machine)]
    order = (ProductionStage.position, table.scheduled_date.is_(None), table.scheduled_date, table.id)
    found = defaultdict(list)
    for operation in session.scalars(mine.options(*named).order_by(*order)):
        found[operation.job_id].append(operation)
    return found


def _artwork(session: Session, job_ids: list[str]) -> dict[str, list[Artwork]]:
    """By job: one version of each design that is not archived."""
    mine = sa.select(DesignVersion).join(Design).where(Design.job_id.in_(job_ids))
    newest_last = mine.where(Design.archived_at.is_(None)).order_by(Design.id, DesignVersion.number)
    named = (joinedload(DesignVersion.design), joinedload(DesignVersion.file))
    versions = session.scalars(newest_last.options(*named)).all()
    approved = _approved(session, [version.id for version in versions])
    chosen: dict[str, Artwork] = {}
    for version in versions:
        is_approved = version.id in approved
        if is_approved or not (known := chosen.get(version.design_id)) or not known.is_approved:
            chosen[version.design_id] = Artwork(version, is_approved)
    found = defaultdict(list)
    for each in chosen.values():
        found[str(each.version.design.job_id)].append(each)
    return found


def _approved(session: Session, version_ids: list[str]) -> set[str]:
    asked = sa.select(DesignApprovalRequest.version_id).where(
        DesignApprovalRequest.version_id.in_(version_ids),
        DesignApprovalRequest.status == ApprovalStatus.APPROVED,
    )
    return set(session.scalars(asked))
