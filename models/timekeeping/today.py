"""A person's work of today, in order: what is late first, then by day, time and priority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from ..core import clock
from ..jobs import Job
from ..people import Employee
from ..scheduling import ProductionSchedule
from ..scheduling.gates_ahead import gated_from, why_blocked
from ..scheduling.life import ON_THE_DAY


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
