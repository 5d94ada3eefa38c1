"""What the floor did, how full it is, and where jobs stand: questions for `asking.ask`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..customers import Customer
from ..jobs import ACTIVE, Job, JobStatus
from ..metrics.windows import Asked
from ..people import Employee, Machine
from ..scheduling import DailyCapacity, ProductionSchedule, ProductionStage, ScheduleStatus
from ..timekeeping import Misprint
from .asking import Question, telling

AGES: Final = ((1, 3), (4, 7), (8, 14), (15, 30), (31, None))
"""Days that a job is overdue, from and to."""
STILL_OPEN: Final = (
    ScheduleStatus.BACKLOG,
    ScheduleStatus.SCHEDULED,
    ScheduleStatus.IN_PROGRESS,
    ScheduleStatus.DELAYED,
)
IN_WORK: Final = ACTIVE | {JobStatus.ON_HOLD}


class Overdue(NamedTuple):
    """A job that should be out of the house."""

    id: str
    number: str
    title: str
    customer: str
    status: JobStatus
    due_on: dt.date


def load(asked: Asked) -> Question:
    """By window and resource: the hours booked, there, and worked. The limit of the whole shop is none of them."""
    day = DailyCapacity
    name = sa.func.coalesce(Employee.name, Machine.name)
    sums = [sa.func.sum(each) for each in (day.booked_hours, day.total_hours, day.actual_hours)]
    is_machine = sa.func.max(sa.case((day.machine_id.is_not(None), 1), else_=0))
    told = telling(asked.key, *sums, is_machine, by=day.resource, label=name)
    told = told.join_from(asked.window, day, sa.and_(asked.days(day.date), day.resource != ""))
    told = told.join(Employee, Employee.id == day.employee_id, isouter=True)
    told = told.join(Machine, Machine.id == day.machine_id, isouter=True)
    return told.group_by(asked.key, day.resource, name)


def estimates(asked: Asked) -> Question:
    """By window and stage, of completed operations with time on them: hours first estimated, worked, how many."""
    row, stage = ProductionSchedule, ProductionStage
    sums = sa.func.sum(row.first_estimate), sa.func.sum(row.actual_hours), sa.func.count(), stage.position
    when = sa.and_(
        asked.moments(row.completed_at), row.status == ScheduleStatus.COMPLETED, row.actual_hours > 0
    )
    told = telling(asked.key, *sums, by=stage.id, label=stage.name).join_from(asked.window, row, when)
    told = told.join(stage, stage.id == row.stage_id)
    return told.group_by(asked.key, stage.id, stage.name, stage.position)


def misprints(asked: Asked) -> Question:
    """By window, cause and stage: the pieces that were spoiled."""
    row, stage = Misprint, ProductionStage
    name = sa.func.coalesce(stage.name, "")
    told = telling(asked.key, sa.func.sum(row.quantity), by=row.cause, label=name)
    told = told.join_from(asked.window, row, asked.moments(row.created_at))
    told = told.join(ProductionSchedule, ProductionSchedule.id == row.operation_id, isouter=True)
    told = told.join(stage, stage.id == ProductionSchedule.stage_id, isouter=True)
    return told.group_by(asked.key, row.cause, name)


def bounds(age: tuple[int, int | None], today: dt.date) -> tuple[dt.date | None, dt.date]:
    """The first and the last in-hands date of jobs that are overdue by so many days; None where there is no first."""
    first, last = age
    return (today - dt.timedelta(days=last) if last else None), today - dt.timedelta(days=first)


def overdue() -> Question:
    """How many jobs in work are past their in-hands date, by the place of their age in `AGES`."""
    today, due = clock.shop_day(), _due()
    cases: list[Any] = []
    for place, age in enumerate(AGES):
        first, _ = bounds(age, today)
        cases.append((due >= first if first else sa.true(), sa.literal(str(place))))
    each = sa.select(sa.case(*cases).label("place")).where(_is_overdue(today)).subquery("late")
    return telling(each.c.place, sa.func.count()).select_from(each).group_by(each.c.place)


def statuses() -> Question:
    """How many jobs in work there are by status, and those on hold."""
    found = telling(Job.status, sa.func.count()).where(Job.status.in_(IN_WORK))
    return found.group_by(Job.status)


def stages() -> Question:
    """By stage: operations that are still to do, and their hours."""
    row, stage = ProductionSchedule, ProductionStage
    told = telling(
        stage.id, sa.func.count(), sa.func.sum(row.estimated_hours), stage.position, label=stage.name
    )
    told = told.join_from(row, stage, stage.id == row.stage_id).where(row.status.in_(STILL_OPEN))
    return told.group_by(stage.id, stage.name, stage.position)


def overdue_jobs(session: Session, most: int) -> list[Overdue]:
    """The jobs that are overdue for longest. One statement."""
    columns: Sequence[Any] = (Job.id, Job.number, Job.title, Customer.name, Job.status, _due())
    chosen = sa.select(*columns).join(Customer, Customer.id == Job.customer_id)
    chosen = chosen.where(_is_overdue(clock.shop_day())).order_by(_due(), Job.id).limit(most)
    return [Overdue._make(row) for row in session.execute(chosen)]


def _due() -> Any:
    return Job.due_on


def _is_overdue(today: dt.date) -> sa.ColumnElement[bool]:
    return sa.and_(Job.status.in_(ACTIVE), _due() < today)
