"""Where there is room: people and machines as the planner takes them, with the hours that nothing has booked yet."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..people import Employee, Machine
from .capacity import DailyCapacity
from .hours import WorkCalendar, work_calendar
from .planning import Resource, ticks
from .skills import EmployeeSkill, MachineStage

Can = frozenset[tuple[str, str | None]]


@dataclass(frozen=True)
class Room:
    """The days on which somebody works, how long (in ticks), and who and what has how much left on each."""

    days: tuple[dt.date, ...]
    people: tuple[Resource, ...]
    machines: tuple[Resource, ...]
    length: dict[dt.date, int]


def room_between(
    session: Session,
    first: dt.date,
    last: dt.date,
    freed: dict[tuple[str, dt.date], int],
    stages: Iterable[str] = (),
) -> Room:
    """What is left from `first` to `last`; `freed` are ticks of a resource's day that count as not booked.

    A stage of `stages` for which nobody has declared a skill is open to all (as booking has it). A constant number of
    statements.
    """
    days = [first + dt.timedelta(days=each) for each in range((last - first).days + 1)]
    calendar = work_calendar(session, first, last)
    booked = _rows(session, first, last)
    skills, served = _declared(session, EmployeeSkill), _declared(session, MachineStage)
    declared = {stage for can in skills.values() for stage, _ in can}
    everybody = frozenset((stage, None) for stage in stages if stage not in declared)
    people = [
        _resource(each, skills[each.id] | everybody, days, calendar, booked, freed)
        for each in _present(session, Employee)
    ]
    machines = [
        _resource(each, served[each.id], days, calendar, booked, freed)
        for each in _present(session, Machine)
        if served[each.id]
    ]
    length = {day: max([0, *(_total(each, day, booked) for each in people)]) for day in days}
    open_days = tuple(day for day in days if length[day])
    return Room(open_days, tuple(people), tuple(machines), {day: length[day] for day in open_days})


Rows = dict[tuple[str, dt.date], tuple[int, int]]
"""The total and the booked ticks of a resource's day, where it has a row."""


def _rows(session: Session, first: dt.date, last: dt.date) -> Rows:
    row = DailyCapacity
    asked = sa.select(row.resource, row.date, row.total_hours, row.booked_hours).where(
        row.date.between(first, last), row.resource != ""
    )
    return {(id_, day): (ticks(total), ticks(booked)) for id_, day, total, booked in session.execute(asked)}


def _declared(session: Session, model: Any) -> defaultdict[str, Can]:
    whose = model.employee_id if model is EmployeeSkill else model.machine_id
    can: defaultdict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for id_, stage, method in session.execute(sa.select(whose, model.stage_id, model.decoration_method)):
        can[id_].add((stage, method.name if method else None))
    return defaultdict(frozenset, {id_: frozenset(each) for id_, each in can.items()})


def _present(session: Session, model: Any) -> Sequence[Any]:
    usable = sa.select(model).where(model.is_active.is_(True), model.archived_at.is_(None))
    return session.scalars(usable.order_by(model.name, model.id)).all()


def _resource(
    row: Employee | Machine,
    can: Can,
    days: list[dt.date],
    calendar: WorkCalendar,
    booked: Rows,
    freed: dict[tuple[str, dt.date], int],
) -> Resource:
    left = {}
    for day in days:
        total, taken = booked.get((row.id, day)) or (ticks(calendar.hours(row, day)), 0)
        left[day] = total - taken + freed.get((row.id, day), 0)
    return Resource(row.id, row.name, can, left)


def _total(person: Resource, day: dt.date, booked: Rows) -> int:
    """How long the person works on the day; what is left is no more than that."""
    row = booked.get((person.id, day))
    return row[0] if row else max(0, person.left[day])
