"""The customer's six steps as staff see them: when each began, and where the job stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from models.core import clock
from models.core.base import db
from models.core.dates import short_day
from models.jobs import STEPS, Job, JobStatusUpdate, steps_begun

_MOST_MOVES: Final = 500


@dataclass(frozen=True)
class Step:
    """One step: its name, its state (done, now, paused or later), and when it began or is due."""

    name: str
    state: str
    when: str


def steps_of(job: Job) -> list[Step]:
    """The six steps of `job`; one statement."""
    begun = steps_begun(job, _moves(job))
    return [Step(name, *_standing(job, index, begun)) for index, name in enumerate(STEPS)]


def place_of(job: Job) -> str:
    """Such as “Step 3 of 6: Getting ready”, or how the job ended."""
    step = job.step
    if step.ended:
        return step.name
    return f"Step {step.index + 1} of {len(STEPS)}: {step.name}" + (", paused" if step.paused else "")


def _standing(job: Job, index: int, begun: dict[int, dt.datetime]) -> tuple[str, str]:
    step, when = job.step, _day(begun.get(index))
    is_last = index == len(STEPS) - 1
    if step.ended:
        return ("done", when) if index in begun else ("later", "")
    if index < step.index or (index == step.index and is_last and not step.paused):
        return "done", when
    if index == step.index:
        return ("paused" if step.paused else "now"), f"since {when}" if when else ""
    return "later", f"due {short_day(job.due_on)}" if is_last and job.due_on else ""


def _day(at: dt.datetime | None) -> str:
    return short_day(clock.shop_day(at)) if at else ""


def _moves(job: Job) -> list[Any]:
    """The moves of the job, oldest first; of a job that was moved without end, the latest."""
    columns = (JobStatusUpdate.old_status, JobStatusUpdate.new_status)
    moves = sa.select(*columns, JobStatusUpdate.verb, JobStatusUpdate.created_at)
    mine = moves.where(JobStatusUpdate.job_id == job.id).order_by(JobStatusUpdate.id.desc())
    return list(db.session.execute(mine.limit(_MOST_MOVES)))[::-1]
