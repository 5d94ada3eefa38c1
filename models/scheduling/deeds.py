"""What the verbs of an operation do, in steps."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from ..core.base import new_id, session_of
from ..core.doors import speaking
from ..core.errors import RuleBroken
from .fitness import machine, person
from .life import ScheduleStatus
from .machine_hours import hours_on
from .placing import Spot, put, take_off

if TYPE_CHECKING:
    from .operations import ProductionSchedule

S = ScheduleStatus


def move_to(
    operation: ProductionSchedule,
    date: dt.date,
    start: dt.datetime | None,
    employee_id: str | None,
    machine_id: str | None,
    priority: int | None,
    override_reason: str | None,
) -> None:
    """Put the operation on a day, for whom and what these ids name."""
    session = session_of(operation)
    who, what = person(session, employee_id), machine(session, machine_id)
    put(
        operation,
        Spot(date, who, what, start, hours_on(operation, what)),
        (override_reason or "").strip() or None,
    )
    if priority is not None:
        operation.priority = priority


def back_to_the_backlog(operation: ProductionSchedule) -> ScheduleStatus:
    """Take it off its day, unless somebody works on it."""
    if operation.status == S.IN_PROGRESS:
        raise RuleBroken(f"{operation} is in progress: split off what is left of it, or finish it.")
    take_off(operation)
    return S.BACKLOG


def part_of(operation: ProductionSchedule, hours: Decimal) -> ProductionSchedule:
    """A part of the operation in the backlog, with its share of the pieces. The first estimate stays with the whole."""
    part = type(operation)(
        id=new_id(),
        job_id=operation.job_id,
        stage_id=operation.stage_id,
        decoration_method=operation.decoration_method,
        first_estimate=Decimal(0),
        split_from_id=operation.id,
        notes=operation.notes,
    )
    with speaking(part):
        part.estimated_hours = hours
        part.pieces = int(operation.pieces * hours / operation.estimated_hours)
        part.priority = operation.priority
        part.employee_id, part.machine_id = operation.employee_id, operation.machine_id
    session_of(operation).add(part)
    return part
