"""Where jobs stood, and when they came there: as their history tells, and as they stand now."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, cast

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..core import clock
from ..jobs import ACTIVE, Job, JobStatus, JobStatusUpdate
from .windows import Asked

IMPORTED: Final = "import_as"
"""The verb that gives a job the status it had in another system."""
DONE: Final = (JobStatus.READY_FOR_PICKUP, JobStatus.SHIPPED, JobStatus.COMPLETED)
"""The work on a job is over."""


def first_moves(asked: Asked, column: Any, values: Collection[str]) -> sa.ColumnElement[bool]:
    """Moves within the window that are the first of their job with one of `values` in `column`.

    So a job that is reopened, or whose mistaken move is undone, counts once; one that was done elsewhere does not.
    """
    update, earlier = JobStatusUpdate, aliased(JobStatusUpdate)
    again = sa.exists().where(
        earlier.job_id == update.job_id, getattr(earlier, column.key).in_(values), earlier.id < update.id
    )
    return sa.and_(
        asked.moments(update.created_at), column.in_(values), ~again, ~was_done_elsewhere(update.job_id)
    )


def was_done_elsewhere(job_id: Any) -> sa.ColumnElement[bool]:
    """Whether a job was imported when the work on it was over: nobody knows when that was."""
    imported = aliased(JobStatusUpdate)
    return sa.exists().where(
        imported.job_id == job_id, imported.verb == IMPORTED, imported.new_status.in_(DONE)
    )


def active(asked: Asked) -> sa.Subquery:
    """Each window's `key` with the `job_id`, `customer_id` and `due_on` of the jobs that were active at its end.

    What stands now is read from the jobs: the history of a hundred thousand would be read for nothing.
    """
    parts: list[sa.Select[Any]] = []
    if any(window.ends_at > clock.now() for window in asked.windows):
        parts.append(_now(asked))
    if any(window.ends_at <= clock.now() for window in asked.windows):
        parts.append(_then(asked))
    return (parts[0] if len(parts) == 1 else sa.union_all(*parts)).subquery("active")


def _now(asked: Asked) -> sa.Select[Any]:
    mine = sa.and_(asked.window.c.ends_at > clock.now(), Job.status.in_(ACTIVE), asked.of(Job.customer_id))
    return _row(asked).join_from(asked.window, Job, mine)


def _then(asked: Asked) -> sa.Select[Any]:
    """A move holds until the job's next one."""
    update = JobStatusUpdate
    until = sa.func.lead(update.created_at).over(
        partition_by=update.job_id, order_by=(update.created_at, update.id)
    )
    moves = sa.select(
        update.job_id, update.new_status, update.created_at.label("since"), until.label("until")
    )
    if asked.customer_id is not None:  # not the history of everybody's jobs
        moves = moves.where(update.job_id.in_(sa.select(Job.id).where(asked.of(Job.customer_id))))
    move = moves.subquery("move")
    at_the_end = sa.and_(
        asked.window.c.ends_at <= clock.now(),
        move.c.new_status.in_(ACTIVE),
        move.c.since < asked.window.c.ends_at,
        sa.or_(move.c.until.is_(None), move.c.until >= asked.window.c.ends_at),
    )
    held = _row(asked).join_from(asked.window, move, at_the_end)
    return held.join(Job, sa.and_(Job.id == move.c.job_id, asked.of(Job.customer_id)))


def _row(asked: Asked) -> sa.Select[Any]:
    return sa.select(
        asked.key.label("key"),
        asked.window.c.last.label("last"),
        asked.window.c.ends_at.label("ends_at"),
        Job.id.label("job_id"),
        Job.customer_id.label("customer_id"),
        cast("Any", Job.due_on).label("due_on"),
    )
