"""What the calendar shows, read as plain rows: three statements, however many operations a range holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from ..customers import Customer
from ..gates import GateStatus, JobGate
from ..jobs import Job
from ..people import Employee, Machine
from .capacity import DailyCapacity
from .days import WorkDay
from .life import JobVerb, ScheduleStatus
from .operations import ProductionSchedule
from .skills import EmployeeSkill, MachineStage
from .stages import ProductionStage

LONGEST: Final = 62
"""Days that are read at once."""
MOST_WAITING: Final = 400
"""Operations of the backlog that are read, the most pressing first; their number and hours are told of all."""
BETWEEN_GATES: Final = "\x1e"
"""What parts one blocked gate of a job from the next, and `BETWEEN_PARTS` its name from its reason and its date."""
BETWEEN_PARTS: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class CalendarRows:
    """The rows of `operations()`, `resources()` and `hours()`."""

    operations: Sequence[sa.Row[Any]]
    resources: Sequence[sa.Row[Any]]
    hours: Sequence[sa.Row[Any]]


def calendar_rows(session: Session, start: dt.date, end: dt.date) -> CalendarRows:
    """All that the calendar shows of the days from `start` to `end`, both included, and of the backlog."""
    days = {"start": start, "end": end}
    return CalendarRows(*(session.execute(asked(), days).all() for asked in (operations, resources, hours)))


@cache
def operations() -> sa.CompoundSelect[Any]:
    """Operations of the days from `start` to `end`, and the most pressing ones of the backlog, in the order of a day.

    `waiting` and `waiting_hours` are the number and the hours of all that wait; `blocked` the gates that hold the job
    back, with their reasons and dates.
    """
    dated = _operations(sa.null(), sa.null()).where(
        _is_dated(), _operation.status != ScheduleStatus.CANCELLED
    )
    return sa.union_all(dated, _backlog()).order_by("day", "priority", "id")


_operation: Final = ProductionSchedule
_ORDER: Final = (ProductionSchedule.priority, ProductionSchedule.id)


def _is_dated() -> sa.ColumnElement[bool]:
    return _operation.scheduled_date.between(sa.bindparam("start"), sa.bindparam("end"))


def _backlog() -> sa.Select[Any]:
    every = sa.func.count().over(), sa.func.sum(_operation.estimated_hours).over()
    waiting = _operations(*every).where(_operation.status == ScheduleStatus.BACKLOG)
    rushed_first = Job.is_rush.desc(), sa.func.coalesce(Job.due_on, dt.date.max), Job.number
    in_order = waiting.order_by(*rushed_first, ProductionStage.position, *_ORDER).limit(MOST_WAITING)
    return in_order.subquery().select()


def _operations(count: Any, total: Any) -> sa.Select[Any]:
    columns = (
        *(_operation.id, _operation.version, _operation.job_id, Job.number, Job.title),
        *(Customer.name.label("customer"), _operation.stage_id, _operation.decoration_method),
        *(_operation.employee_id, _operation.machine_id, _text(_operation.scheduled_date).label("day")),
        *(_operation.start_time, _operation.end_time, _operation.estimated_hours, _operation.pieces),
        *(_operation.priority, _operation.status, _operation.overbooked_because),
        *(Job.is_rush, Job.due_on, _blocked_gates().label("blocked")),
        sa.cast(count, sa.Integer).label("waiting"),
        sa.type_coerce(sa.cast(total, sa.Numeric(14, 4)), sa.Numeric(14, 4)).label("waiting_hours"),
    )
    return sa.select(*columns).select_from(_operation).join(Job).join(Customer).join(ProductionStage)


def _text(column: Any) -> sa.ColumnElement[str]:
    return sa.cast(column, sa.String)


def _blocked_gates() -> sa.ScalarSelect[Any]:
    """Those that hold the job back, told of the stages that wait for them: the first that starts its production, and
    what comes after that.
    """
    stage = aliased(ProductionStage)
    gated = sa.select(sa.func.min(stage.position)).where(stage.on_start == JobVerb.START_PRODUCTION)
    told = JobGate.gate + BETWEEN_PARTS + sa.func.coalesce(JobGate.reason, "")
    expected = sa.func.coalesce(_text(JobGate.expected_on), "")
    named = sa.func.aggregate_strings(told + BETWEEN_PARTS + expected, BETWEEN_GATES)
    asked = sa.select(named).where(JobGate.job_id == _operation.job_id, JobGate.status == GateStatus.BLOCKED)
    return asked.where(ProductionStage.position >= gated.scalar_subquery()).scalar_subquery()


@cache
def resources() -> sa.CompoundSelect[Any]:
    """People, machines and stages, and the days of the range that differ from the usual week: one row for each, or
    for each skill of it. `kind` says which; `about` is the skill's stage or a stage's colour, `detail` the skill's
    method or a stage's key, `hours` how long a day is, and of a stage how many skills people have declared for it.
    """
    return sa.union_all(
        _lanes("employee", Employee, EmployeeSkill, EmployeeSkill.employee_id, _operation.employee_id),
        _lanes("machine", Machine, MachineStage, MachineStage.machine_id, _operation.machine_id),
        _stages(),
        _days(),
    )


def _lanes(kind: str, model: Any, skill: Any, key: Any, booked: Any) -> sa.Select[Any]:
    """Who works, and who does no longer but has something planned in the range."""
    planned = sa.select(booked).where(_is_dated(), booked.is_not(None))
    works = sa.and_(model.is_active.is_(True), model.archived_at.is_(None))
    columns = (model.id, model.name, skill.stage_id, _text(skill.decoration_method), sa.null(), sa.literal(0))
    asked = _resource(kind, *columns).select_from(model).outerjoin(skill, key == model.id)
    return asked.where(sa.or_(works, model.id.in_(planned)))


def _stages() -> sa.Select[Any]:
    stage = ProductionStage
    skills = sa.select(sa.func.count()).where(EmployeeSkill.stage_id == stage.id).scalar_subquery()
    asked = _resource("stage", stage.id, stage.name, stage.colour, stage.key, skills, stage.position)
    planned = sa.select(_operation.stage_id).where(_is_dated())
    return asked.where(sa.or_(stage.archived_at.is_(None), stage.id.in_(planned)))


def _days() -> sa.Select[Any]:
    day = _text(WorkDay.day)
    asked = _resource(
        "day", day, sa.func.coalesce(WorkDay.name, ""), sa.null(), sa.null(), WorkDay.hours, sa.literal(0)
    )
    return asked.where(WorkDay.day.between(sa.bindparam("start"), sa.bindparam("end")))


def _resource(kind: str, *columns: Any) -> sa.Select[Any]:
    key, name, about, detail, number, position = columns
    return sa.select(
        sa.literal(kind).label("kind"),
        key.label("id"),
        name.label("name"),
        sa.cast(about, sa.String).label("about"),
        sa.cast(detail, sa.String).label("detail"),
        sa.cast(number, sa.Numeric(9, 4)).label("hours"),
        position.label("position"),
    )


@cache
def hours() -> sa.Select[*tuple[Any, ...]]:
    """The hours of each person and machine on each day of the range: the whole, and what is booked."""
    capacity = DailyCapacity
    columns = (
        capacity.resource,
        _text(capacity.date).label("day"),
        capacity.total_hours,
        capacity.booked_hours,
    )
    in_range = capacity.date.between(sa.bindparam("start"), sa.bindparam("end"))
    return sa.select(*columns).where(in_range, capacity.resource != "")
