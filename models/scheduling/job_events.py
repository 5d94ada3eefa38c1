"""What becomes of a job's operations when the job is called off, leaves the shop, or is taken up again."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.base import lock_all
from ..core.events import Event, on_verb
from ..jobs import Job
from .life import OPEN, ScheduleStatus
from .operations import ProductionSchedule
from .placing import OVER


@on_verb(Job, "cancel", "decline", "expire", "ship", "complete")
def free_the_hours_of_what_is_over(session: Session, happened: Event) -> None:
    """Cancel what is still to be done, so that its hours are free; what is being done when a job leaves is done.

    What is finished stays as it is: its hours were worked.
    """
    has_left = happened.verb in ("ship", "complete")
    for operation in _of(session, happened.subject, OPEN):
        if has_left and operation.status == ScheduleStatus.IN_PROGRESS:
            operation.close()
        else:
            operation.fall()


@on_verb(Job, "reopen", "step_back")
def wait_again_with_the_job(session: Session, happened: Event) -> None:
    """What fell with its job waits in the backlog again when the job is no longer over; what somebody cancelled by
    itself does not.
    """
    if happened.subject.status not in OVER:
        for operation in _of(session, happened.subject, {ScheduleStatus.CANCELLED}):
            if operation.fell_with_job:
                operation.reopen()


def _of(
    session: Session, job: Job, statuses: set[ScheduleStatus] | frozenset[ScheduleStatus]
) -> list[ProductionSchedule]:
    """The operations of `job` in one of `statuses`, locked, in the order of their ids."""
    table = ProductionSchedule
    ids = session.scalars(sa.select(table.id).where(table.job_id == job.id, table.status.in_(statuses))).all()
    return [each for each in lock_all(session, table, ids) if each.status in statuses] if ids else []
