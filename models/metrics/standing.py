"""Where jobs stood, and when they came there: as their history tells, and as they stand now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Final, cast

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..core.types import UtcDateTime
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
    """The jobs that were active at the end of each window: its `key`, `last` day, their `job_id` and columns.

    Reckoned back from how jobs stand now: only the moves since the first of these ends are read, not the history of a
    hundred thousand jobs.
    """
    ends = [window.ends_at for window in asked.windows]
    crossing = _crossings(min(ends))
    known = sa.union_all(_left(crossing), _still(crossing)).subquery("known")
    begun = sa.or_(known.c.since.is_(None), known.c.since < max(ends))
    stay = sa.select(known).where(begun).subquery("stay")
    since, until, end = stay.c.since, stay.c.until, asked.window.c.ends_at
    then = sa.and_(sa.or_(since.is_(None), since < end), sa.or_(until.is_(None), until >= end))
    held = sa.select(
        asked.key.label("key"),
        asked.window.c.last.label("last"),
        Job.id.label("job_id"),
        Job.customer_id,
        cast("Any", Job.due_on).label("due_on"),
    ).join_from(asked.window, stay, then)
    return held.join(Job, sa.and_(Job.id == stay.c.job_id, asked.of(Job.customer_id))).subquery("active")


def _left(crossing: sa.CTE) -> sa.Select[Any]:
    """The stays among the active that ended since; without a beginning where this was before."""
    stay = sa.select(crossing.c.job_id, crossing.c.since, crossing.c.at.label("until"))
    return stay.where(crossing.c.old_status.in_(ACTIVE))


def _still(crossing: sa.CTE) -> sa.Select[Any]:
    """The stays of the jobs that are active now."""
    begun = sa.select(crossing.c.job_id, sa.func.max(crossing.c.at).label("at"))
    begun_since = begun.group_by(crossing.c.job_id).subquery("begun")
    stay = sa.select(Job.id, begun_since.c.at, sa.literal(None, UtcDateTime))
    return stay.outerjoin_from(Job, begun_since, begun_since.c.job_id == Job.id).where(Job.status.in_(ACTIVE))


def _crossings(since: dt.datetime) -> sa.CTE:
    """The moves that made a job active or ended that, each with the moment of the one before."""
    update = JobStatusUpdate
    before = sa.func.lag(update.created_at).over(
        partition_by=update.job_id, order_by=(update.created_at, update.id)
    )
    crossed = update.old_status.in_(ACTIVE) != update.new_status.in_(ACTIVE)
    moves = sa.select(update.job_id, update.old_status, update.created_at.label("at"), before.label("since"))
    of_any_status = update.new_status.in_(JobStatus)  # what the index begins with
    return moves.where(of_any_status, update.created_at >= since, crossed).cte("crossing")
