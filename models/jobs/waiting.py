"""Jobs that wait for somebody: late, due today, a quote unanswered; and what moves a job on."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ..core import clock
from ..core.workflow import Verb, verbs_of
from .job import Job
from .life import ACTIVE, HANDED_OVER, JobStatus

_ON: tuple[JobStatus, ...] = tuple(JobStatus)
"""The statuses in the order of a job's life."""


def late_jobs() -> sa.Select[Any]:
    """Jobs promised for a shop day that is over and not yet handed over, the latest first. Quotes are never late."""
    return _promised().where(Job.due_on < clock.shop_day()).order_by(Job.due_on, Job.id)


def jobs_due_today() -> sa.Select[Any]:
    """Jobs promised for this shop day and not yet handed over, rushes first."""
    return _promised().where(Job.due_on == clock.shop_day()).order_by(Job.is_rush.desc(), Job.id)


def quotes_unanswered() -> sa.Select[Any]:
    """Jobs whose quote the customer has and has not answered, those that expire soonest first."""
    sent = sa.select(Job).where(Job.status == JobStatus.QUOTE_SENT)
    return sent.order_by(Job.quote_expires_on.nulls_last(), Job.id)


def days_late(job: Job) -> int:
    """How many shop days ago `job` was due; 0 or less while it is not late."""
    return (clock.shop_day() - job.due_on).days if job.due_on else 0


def is_late(job: Job) -> bool:
    """Whether `job` is one of `late_jobs`."""
    return job.status in ACTIVE and days_late(job) > 0


def move_on(job: Job) -> Verb | None:
    """The verb that brings `job` forth, rather one that asks for nothing; None when its status has no next."""
    forth = [verb for verb in verbs_of(Job).values() if verb.by and _leads_forth(verb, job.status)]
    return min(forth, key=lambda verb: verb.must_ask, default=None)


def _promised() -> sa.Select[Any]:
    return sa.select(Job).where(Job.status.in_(ACTIVE))


def _leads_forth(verb: Verb, status: JobStatus) -> bool:
    if status not in ACTIVE or status not in verb.sources or verb.target not in ACTIVE | HANDED_OVER:
        return False
    return _ON.index(verb.target) > _ON.index(status)
