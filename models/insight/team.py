"""Who worked how long, on what, and how well: questions for `asking.ask`."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from ..metrics.windows import Asked
from ..people import Employee
from ..scheduling import DailyCapacity, ProductionSchedule, ProductionStage, ScheduleStatus
from ..timekeeping import Misprint, TimeEntry
from .asking import Question, telling

SECONDS: Final = 3600
"""In an hour."""


def clocked(asked: Asked, *, with_wages: bool = False) -> Question:
    """By window and person: seconds, entries, those that were capped, those corrected, and what they cost.

    Time counts for the day on which it began. What it cost is 0 unless it is asked for.
    """
    entry = TimeEntry
    numbers = (
        sa.func.sum(entry.seconds),
        sa.func.count(),
        sa.func.sum(sa.case((entry.is_capped, 1), else_=0)),
        sa.func.sum(sa.case((entry.is_corrected, 1), else_=0)),
        *((sa.func.sum(entry.cost),) if with_wages else ()),
    )
    told = telling(asked.key, *numbers, by=entry.employee_id, label=Employee.name)
    told = told.join_from(asked.window, entry, asked.moments(entry.start_time))
    told = told.join(Employee, Employee.id == entry.employee_id)
    return told.group_by(asked.key, entry.employee_id, Employee.name)


def there(asked: Asked) -> Question:
    """By window and person: the hours that they are there for."""
    day = DailyCapacity
    told = telling(asked.key, sa.func.sum(day.total_hours), by=day.employee_id, label=Employee.name)
    told = told.join_from(asked.window, day, asked.days(day.date))
    told = told.join(Employee, Employee.id == day.employee_id)
    return told.group_by(asked.key, day.employee_id, Employee.name)


def activities(asked: Asked) -> Question:
    """By window and activity: seconds, and the number of entries."""
    entry = TimeEntry
    told = telling(asked.key, sa.func.sum(entry.seconds), sa.func.count(), by=entry.activity)
    told = told.join_from(asked.window, entry, asked.moments(entry.start_time))
    return told.group_by(asked.key, entry.activity)


def pieces(asked: Asked) -> Question:
    """By window, person, stage and method, of completed operations on which pieces were counted: good pieces, and of
    those operations that have time on them the good pieces and the hours.
    """
    row, stage = ProductionSchedule, ProductionStage
    is_timed = sa.and_(row.good_pieces > 0, row.actual_hours > 0)
    numbers = (
        sa.func.sum(row.good_pieces),
        sa.func.sum(sa.case((is_timed, row.good_pieces), else_=0)),
        sa.func.sum(sa.case((is_timed, row.actual_hours), else_=0)),
    )
    when = sa.and_(
        asked.moments(row.completed_at),
        row.status == ScheduleStatus.COMPLETED,
        row.good_pieces.is_not(None),
    )
    told = telling(asked.key, *numbers, by=row.employee_id, label=stage.name, also=row.decoration_method)
    told = told.join_from(asked.window, row, when).join(stage, stage.id == row.stage_id)
    told = told.where(stage.counts_pieces.is_(True), row.employee_id.is_not(None))
    return told.group_by(asked.key, row.employee_id, stage.name, row.decoration_method)


def misprinted(asked: Asked) -> Question:
    """By window and person: the pieces that were spoiled at their work."""
    row = Misprint
    told = telling(asked.key, sa.func.sum(row.quantity), by=row.employee_id)
    told = told.join_from(asked.window, row, asked.moments(row.created_at))
    return told.where(row.employee_id.is_not(None)).group_by(asked.key, row.employee_id)


def names() -> Question:
    """What everybody is called, also who left."""
    return telling(Employee.id, label=Employee.name)
