"""A person's work of today, in order: what is late first, then by day, time and priority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from ..core import clock
from ..jobs import Job
from ..jobs.life import PRODUCED
from ..people import Employee
from ..scheduling import EmployeeSkill, ProductionSchedule, ProductionStage, ScheduleStatus
from ..scheduling.gates_ahead import gated_from, why_blocked
from ..scheduling.life import ON_THE_DAY, OPEN


@dataclass(frozen=True)
class Task:
    """An operation as the floor shows it, with why it cannot begin, if it cannot."""

    operation: ProductionSchedule
    is_late: bool
    blocked: str

    @property
    def minutes(self) -> int:
        """What it is planned to take."""
        return round(self.operation.estimated_hours * 60)


def work_of_today(session: Session, employee: Employee) -> list[Task]:
    """What the person has to do today, and what earlier days left undone, in order."""
    table = ProductionSchedule
    mine = sa.select(table).where(
        table.employee_id == employee.id,
        table.status.in_(ON_THE_DAY),
        table.scheduled_date <= clock.shop_day(),
    )
    order = (table.scheduled_date, table.start_time.nulls_last(), table.priority, table.id)
    return _tasks(session, session.scalars(mine.options(*_NAMED).order_by(*order)).unique().all())


def tasks_of_job(session: Session, job: Job) -> list[Task]:
    """The operations of a job in the order of its stages, finished ones too."""
    mine = sa.select(ProductionSchedule).where(ProductionSchedule.job_id == job.id)
    found = session.scalars(mine.options(*_NAMED)).unique().all()
    return _tasks(session, sorted(found, key=lambda each: (each.stage.position, each.id)))


def work_without_a_day(session: Session, employee: Employee) -> list[Task]:
    """Work that waits in the backlog although its job is in production, and could be the person's next.

    Of each job the first stage that is left, where the person has the skill; the earliest due first, at most `MOST`.
    """
    mine = sa.select(_Row).join(_Row.stage).join(_Row.job)
    mine = mine.where(
        _Row.status == ScheduleStatus.BACKLOG,
        Job.status.in_(PRODUCED),
        ~_EARLIER.exists(),
        sa.or_(~_SKILLS.exists(), _SKILLS.where(EmployeeSkill.employee_id == employee.id, _FITS).exists()),
    )
    order = (Job.due_on.nulls_last(), Job.id, _Row.id)
    return _tasks(session, session.scalars(mine.options(*_NAMED).order_by(*order).limit(MOST)).unique().all())


MOST: Final = 12
"""So many operations without a day are shown: a phone is no planner."""

_Row = ProductionSchedule
_Other = aliased(ProductionSchedule)
_OtherStage = aliased(ProductionStage)
_EARLIER = (
    sa.select(_Other.id)
    .join(_OtherStage, _OtherStage.id == _Other.stage_id)
    .where(
        _Other.job_id == _Row.job_id, _Other.status.in_(OPEN), _OtherStage.position < ProductionStage.position
    )
)
_SKILLS = sa.select(EmployeeSkill.id).where(EmployeeSkill.stage_id == _Row.stage_id)
_FITS = sa.or_(
    _Row.decoration_method.is_(None),
    EmployeeSkill.decoration_method.is_(None),
    EmployeeSkill.decoration_method == _Row.decoration_method,
)

_NAMED = (
    joinedload(ProductionSchedule.stage),
    joinedload(ProductionSchedule.machine),
    joinedload(ProductionSchedule.employee),
    joinedload(ProductionSchedule.job).options(joinedload(Job.customer), selectinload(Job.gates)),
)


def _tasks(session: Session, operations: Sequence[ProductionSchedule]) -> list[Task]:
    today, position = clock.shop_day(), gated_from(session)
    return [
        Task(
            each,
            each.status in ON_THE_DAY and each.scheduled_date is not None and each.scheduled_date < today,
            why_blocked(each, position),
        )
        for each in operations
    ]
