"""What a stage says to its job when its first operation begins and when its last one is finished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..core.actor import current_actor
from ..core.base import session_of
from ..core.errors import NotAllowed, RuleBroken
from ..core.sentences import listed
from ..core.workflow import verbs_of
from ..jobs import Job, JobStatus
from .life import OPEN, JobVerb

if TYPE_CHECKING:
    from .operations import ProductionSchedule

_ORDER = tuple(JobStatus)
"""The statuses in the order of a job's life."""


def speak_of_start(operation: ProductionSchedule) -> None:
    """Speak the stage's first verb to the job, unless the job is there already."""
    if operation.stage.on_start is not None:
        _speak(operation, operation.job, operation.stage.on_start)


def speak_of_finish(operation: ProductionSchedule) -> None:
    """Speak the stage's last verb to the job, if no other operation of the stage is still to be done."""
    if operation.stage.on_finish is not None and not _is_any_left(operation):
        _speak(operation, operation.job, operation.stage.on_finish)


def _is_any_left(operation: ProductionSchedule) -> bool:
    table: Any = type(operation)
    others = sa.select(table.id).where(
        table.job_id == operation.job_id,
        table.stage_id == operation.stage_id,
        table.id != operation.id,
        table.status.in_(OPEN),
    )
    return session_of(operation).scalar(others.limit(1)) is not None


def _speak(operation: ProductionSchedule, job: Job, said: JobVerb) -> None:
    """RuleBroken with the job's own sentence when it cannot; nothing when it went further by another way."""
    verb = verbs_of(Job)[said.value.lower()]
    if not verb.is_admitted_by_state(job):
        if _is_beyond(job, verb.target):
            return
        raise RuleBroken(f"{operation}: {verb.why_not(job)}")
    if not current_actor().has(*verb.by):
        told = (
            f"This would {verb.name.replace('_', ' ')} of {job}: that is for {listed(sorted(verb.by))} to do."
        )
        raise NotAllowed(told)
    getattr(job, verb.name)()


def _is_beyond(job: Job, target: JobStatus) -> bool:
    return job.status != JobStatus.ON_HOLD and _ORDER.index(job.status) >= _ORDER.index(target)
