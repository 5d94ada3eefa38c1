"""A job's operations, made from its routing: which stages it goes through, and how long each takes.

They are made when the job is promised, however it came to that (staff, portal, import), and go into the backlog. While
one waits there untouched it follows the job's items; once it has a day its hours are the calendar's, and stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from ..core.base import lock_all, session_of
from ..core.events import Fact, on_fact
from ..core.portions import portions
from ..gates import GateStatus, JobGate
from ..jobs import ACTIVE, DecorationMethod, Job, JobItem, JobItemDecoration, JobItemSize, JobStatus
from ..jobs.touched import in_batches, jobs_touched
from .estimates import Work, estimate_hours
from .operations import ProductionSchedule
from .plan import Plan, load_plan
from .stages import ProductionStage
from .work import work_of

DESIGN: Final = "DESIGN_CREATION"
REVISION: Final = "DESIGN_REVISION"

FIRST_STAGE_LEFT: Final = {
    JobStatus.IN_PRODUCTION: "PRINTING",
    JobStatus.QUALITY_CHECK: "QUALITY_CHECK",
    JobStatus.PACKED: "SHIPPING",
    JobStatus.READY_FOR_PICKUP: "",
}
"""Of a job that came in half-way: the stage it stands at. Empty: nothing is left to plan."""


@dataclass(frozen=True)
class Step:
    """An operation that a job should have."""

    stage: ProductionStage
    method: DecorationMethod | None
    work: Work
    hours: Decimal


def create_operations(job: Job) -> list[ProductionSchedule]:
    """Give a promised job the operations that it lacks, and reckon anew those that nobody planned yet.

    Returns the new ones, in the order of work. Doing it again makes none; a job that is not active gets none.
    """
    session = session_of(job)
    session.flush()
    return settle_operations(session, [job.id])


def settle_operations(session: Session, job_ids: Collection[str]) -> list[ProductionSchedule]:
    """As `create_operations`, for the active ones of these jobs, in a constant number of statements for each batch."""
    if not job_ids:
        return []
    plan = load_plan(session)
    return [made for batch in portions(job_ids, BATCH) for made in _settle(session, plan, batch)]


BATCH: Final = 200
"""Jobs whose items are in memory at once."""


def _settle(session: Session, plan: Plan, job_ids: Sequence[str]) -> list[ProductionSchedule]:
    known = _known(session, job_ids)
    jobs = _active_jobs(session, job_ids)
    to_design = _with_art_to_make(session, job_ids)
    made: list[ProductionSchedule] = []
    for job in jobs:
        mine = known.get(job.id, {})
        for step in steps_of(job, plan, has_art_to_make=job.id in to_design):
            same = mine.get((step.stage.id, step.method), [])
            for operation in same:
                if len(same) == 1 and operation.is_untouched and _differs(operation, step):
                    operation.reckon(step.work.pieces, step.hours)
            if not same:
                made.append(_make(session, job, step))
    return made


def _differs(operation: ProductionSchedule, step: Step) -> bool:
    """A verb locks its row by itself: an import of many jobs speaks none in vain."""
    return (operation.pieces, operation.estimated_hours) != (step.work.pieces, step.hours)


def _make(session: Session, job: Job, step: Step) -> ProductionSchedule:
    operation = ProductionSchedule(
        job_id=job.id,
        stage_id=step.stage.id,
        decoration_method=step.method,
        first_estimate=step.hours,
    )
    session.add(operation)
    operation.reckon(step.work.pieces, step.hours)
    return operation


def missing_steps(job: Job) -> list[Step]:
    """What the routing asks of an active job, and it has no operation for, not even a cancelled one."""
    session = session_of(job)
    row = ProductionSchedule
    mine = sa.select(row.stage_id, row.decoration_method).where(row.job_id == job.id)
    known = {(stage_id, method) for stage_id, method in session.execute(mine)}
    has_art_to_make = job.id in _with_art_to_make(session, [job.id])
    steps = steps_of(job, load_plan(session), has_art_to_make=has_art_to_make)
    return [step for step in steps if (step.stage.id, step.method) not in known]


def add_operation(job: Job, stage: ProductionStage) -> list[ProductionSchedule]:
    """One more operation of `stage` in the backlog for each method the job has there: a revision, work done again.

    Empty when the routing has no active row for the stage.
    """
    session = session_of(job)
    session.flush()
    plan = load_plan(session)
    return [_make(session, job, step) for step in _steps_at(stage, job, plan)]


def steps_of(job: Job, plan: Plan, *, has_art_to_make: bool) -> Iterator[Step]:
    """What the routing asks of the job from where it stands, in the order of work.

    A design is made for a job whose art gate is blocked, and revised only on demand (`add_operation`).
    """
    left = FIRST_STAGE_LEFT.get(job.status)
    first = next((stage.position for stage in plan.stages if stage.key == left), None)
    if left is not None and first is None:
        return
    for stage in plan.stages:
        passed = first is not None and stage.position < first
        if passed or stage.key == REVISION or (stage.key == DESIGN and not has_art_to_make):
            continue
        yield from _steps_at(stage, job, plan)


def whole_work(job: Job, plan: Plan, *, with_design: bool) -> list[Step]:
    """What the routing asks of the job from the first stage to the last, wherever it stands now: for an estimate."""
    left_out = {REVISION} if with_design else {REVISION, DESIGN}
    stages = (stage for stage in plan.stages if stage.key not in left_out)
    return [step for stage in stages for step in _steps_at(stage, job, plan)]


def needs_art(job: Job) -> bool:
    """Whether the job's art gate is blocked: then its design is work."""
    return bool(_with_art_to_make(session_of(job), [job.id]))


def _steps_at(stage: ProductionStage, job: Job, plan: Plan) -> Iterator[Step]:
    for method, routing in plan.rows_for(stage, _methods_of(job)):
        work = work_of(job.items, method)
        hours = estimate_hours(routing, work, plan.machines_for(stage, method))
        if hours > 0:
            yield Step(stage, method, work, hours)


def _methods_of(job: Job) -> list[DecorationMethod]:
    used = {print_.decoration_method for item in job.items for print_ in item.decorations}
    return [method for method in DecorationMethod if method in used]


def _active_jobs(session: Session, job_ids: Sequence[str]) -> Sequence[Job]:
    items = selectinload(Job.items)
    active = sa.select(Job).where(Job.id.in_(job_ids), Job.status.in_(ACTIVE)).order_by(Job.id)
    loaded = active.options(items.selectinload(JobItem.decorations))
    return session.scalars(loaded.execution_options(populate_existing=True)).all()


def _known(
    session: Session, job_ids: Sequence[str]
) -> dict[str, dict[tuple[str, DecorationMethod | None], list[ProductionSchedule]]]:
    """The operations of the jobs, held until the transaction ends, by job, stage and method; cancelled ones count."""
    ids = session.scalars(
        sa.select(ProductionSchedule.id).where(ProductionSchedule.job_id.in_(job_ids))
    ).all()
    known: dict[str, dict[Any, list[ProductionSchedule]]] = defaultdict(lambda: defaultdict(list))
    for operation in lock_all(session, ProductionSchedule, ids) if ids else []:
        known[operation.job_id][operation.stage_id, operation.decoration_method].append(operation)
    return known


def _with_art_to_make(session: Session, job_ids: Sequence[str]) -> set[str]:
    blocked = sa.select(JobGate.job_id).where(
        JobGate.job_id.in_(job_ids), JobGate.gate == "art", JobGate.status == GateStatus.BLOCKED
    )
    return set(session.scalars(blocked))


@on_fact(Job)
def operations_of_what_is_promised(session: Session, facts: list[Fact]) -> None:
    """Give a job its operations when it becomes active for the first time: accepted, or brought in by an import."""
    settle_operations(session, {fact.id for fact in facts if _became_active(fact)})


def _became_active(fact: Fact) -> bool:
    if fact.kind == "deleted" or fact.values["status"] not in _ACTIVE_STORED:
        return False
    return fact.kind == "new" or fact.before.get("status") in _QUOTES_STORED


_ACTIVE_STORED: Final = ACTIVE | {status.value for status in ACTIVE}
_QUOTES_STORED: Final = {JobStatus.QUOTE, JobStatus.QUOTE_SENT, "QUOTE", "QUOTE_SENT"}


@on_fact(JobItem, JobItemSize, JobItemDecoration)
def hours_follow_the_order(session: Session, facts: list[Fact]) -> None:
    """Reckon the untouched operations of a job anew when what is made in it changes."""
    settle_operations(session, _promised(session, jobs_touched(session, facts)))


def _promised(session: Session, job_ids: set[str]) -> set[str]:
    """Those of the jobs that have operations already: a new one gets them when it becomes active."""
    return set(in_batches(session, sa.select(ProductionSchedule.job_id), ProductionSchedule.job_id, job_ids))
