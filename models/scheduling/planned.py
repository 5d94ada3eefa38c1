"""The shop's operations as a problem for the planner."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from ..core import clock
from ..core.labels import choice_label
from ..gates import GateStatus, JobGate
from ..jobs import ACTIVE, DecorationMethod, Job
from ..jobs.life import PRODUCED
from .gates_ahead import gated_from
from .life import OPEN, ScheduleStatus
from .operations import ProductionSchedule
from .planning import Place, Problem, Work, ticks
from .room import room_between
from .stages import ProductionStage

S = ScheduleStatus

MOST_DAYS: Final = 62
MOST_OPERATIONS: Final = 1000
"""So many are planned at once, those due soonest."""


def problem_between(
    session: Session,
    first: dt.date,
    last: dt.date,
    job_id: str | None = None,
    stages: Collection[str] = (),
) -> Problem:
    """What may be placed from `first` (today at the earliest) to `last`: all that waits or stands there, or one job's.

    What is in progress, has a time of the day, or was overbooked by a manager stays where it is, and so does what
    stands after `last`. `stages`: ids of those whose work the asker adds, so that who can do it is known.
    """
    first = max(first, clock.shop_day())
    operations = _operations(session, job_id)
    earliest = _earliest(session, operations, last)
    works = [_work(each, earliest.get(each.id), last) for each in operations]
    room = room_between(session, first, last, _freed(works), {work.skill for work in works} | set(stages))
    return Problem(room.days, tuple(works), room.people, room.machines, room.length)


def _operations(session: Session, job_id: str | None) -> Sequence[ProductionSchedule]:
    """Those to be placed, and the others of their jobs."""
    row = ProductionSchedule
    asked = sa.select(row).join(row.job).where(row.status.in_(OPEN), Job.status.in_(ACTIVE))
    if job_id is not None:
        asked = asked.where(row.job_id == job_id)
    loaded = asked.options(contains_eager(row.job), joinedload(row.stage))
    ordered = loaded.order_by(Job.is_rush.desc(), Job.due_on.nulls_last(), row.job_id, row.id)
    return session.scalars(ordered.limit(MOST_OPERATIONS).execution_options(populate_existing=True)).all()


def _work(operation: ProductionSchedule, earliest: dt.date | None, last: dt.date) -> Work:
    job, day = operation.job, operation.scheduled_date
    person, machine = operation.employee_id, operation.machine_id
    at = Place(day, person, machine) if day is not None and operation.status != S.BACKLOG else None
    return Work(
        id=operation.id,
        job=operation.job_id,
        stage=operation.stage.position,
        skill=operation.stage_id,
        hours=ticks(operation.estimated_hours),
        method=operation.decoration_method.name if operation.decoration_method else None,
        due=job.due_on,
        is_rush=job.is_rush,
        earliest=earliest,
        at=at,
        is_fixed=at is not None and _stays(operation, last),
        arrived=int(job.created_at.timestamp() * 1000),
        version=operation.version,
        name=f"{operation.stage} of {job.number}",
        doing=doing(operation.stage, operation.decoration_method),
    )


def doing(stage: ProductionStage, method: DecorationMethod | None) -> str:
    """Such as “Printing (embroidery)”."""
    return f"{stage} ({choice_label(method).lower()})" if method else str(stage)


def _stays(operation: ProductionSchedule, last: dt.date) -> bool:
    return (
        operation.status == S.IN_PROGRESS
        or operation.start_time is not None
        or bool(operation.overbooked_because)
        or (operation.scheduled_date is not None and operation.scheduled_date > last)
    )


def _freed(works: Sequence[Work]) -> dict[tuple[str, dt.date], int]:
    """The ticks that the works which may move hold where they stand."""
    freed: defaultdict[tuple[str, dt.date], int] = defaultdict(int)
    for work in works:
        if work.at is not None and not work.is_fixed:
            for resource in filter(None, (work.at.person, work.at.machine)):
                freed[resource, work.at.day] += work.hours
    return freed


def _earliest(
    session: Session, operations: Sequence[ProductionSchedule], last: dt.date
) -> dict[str, dt.date]:
    """By operation the day of the last blocked gate before it, or of an earlier stage that stays where it is."""
    gated, opens = gated_from(session), _gates(session)
    found: dict[str, dt.date] = {}
    for each in operations:
        waits = gated is not None and each.stage.position >= gated and each.job.status not in PRODUCED
        if waits and each.job_id in opens:
            found[each.id] = opens[each.job_id]
    staying = [each for each in operations if each.scheduled_date and _stays(each, last)]
    for stays in staying:
        for each in operations:
            if each.job_id == stays.job_id and each.stage.position > stays.stage.position:
                day = stays.scheduled_date or clock.shop_day()
                found[each.id] = max(found.get(each.id, day), day)
    return found


def _gates(session: Session) -> dict[str, dt.date]:
    """By job the day on which its last blocked gate is expected to open."""
    latest = sa.select(JobGate.job_id, sa.func.max(JobGate.expected_on)).where(
        JobGate.status == GateStatus.BLOCKED, JobGate.expected_on.is_not(None)
    )
    return {id_: day for id_, day in session.execute(latest.group_by(JobGate.job_id)) if day is not None}
