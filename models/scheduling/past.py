"""Work that was done before the calendar was kept here: taken over as it was, planned by nobody.

For what comes from another system, and for the demo's past. Hours of days that are over are laid out with what was
booked and done on them, so that a day's booked hours are the sum of its operations there too.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.base import new_id, session_of
from ..core.doors import open_door, speaking
from ..core.errors import RuleBroken
from ..people import Employee, Machine
from .capacity import DailyCapacity
from .hours import work_calendar
from .life import BOOKING, ScheduleStatus
from .operations import ProductionSchedule

UNDONE = frozenset({ScheduleStatus.BACKLOG})
"""What can be taken as done: what was planned is finished by its own verbs."""


@dataclass(frozen=True)
class Share:
    """A part of an operation that was done on one day: the hours it booked and those it took, and by whom on what."""

    day: dt.date
    hours: Decimal
    taken: Decimal
    began: dt.datetime
    ended: dt.datetime
    employee: Employee | None = None
    machine: Machine | None = None


def take_as_done(operation: ProductionSchedule, shares: Collection[Share]) -> list[ProductionSchedule]:
    """Complete an operation of the backlog as it was done: on one day, or split over several; returns its parts.

    Its hours become the sum of the shares, the pieces are shared by hours. RuleBroken when it is not in the backlog, or
    no share is given. The job is not spoken to, and no capacity is booked: see `lay_out_the_past`.
    """
    if operation.status not in UNDONE or not shares:
        raise RuleBroken(
            f"{operation} was not taken as done: it is planned already, or nothing was done of it."
        )
    whole, pieces, left = sum(share.hours for share in shares), operation.pieces, operation.pieces
    counts = operation.stage.counts_pieces
    parts = []
    for number, share in enumerate(shares, start=1):
        mine = left if number == len(shares) else int(pieces * share.hours / whole)
        left -= mine
        done = operation if number == 1 else _part_of(operation)
        parts.append(_done(done, share, mine, counts_pieces=counts))
    return parts


def _part_of(operation: ProductionSchedule) -> ProductionSchedule:
    """The first estimate stays with the whole."""
    part = ProductionSchedule(
        id=new_id(),
        job_id=operation.job_id,
        stage_id=operation.stage_id,
        decoration_method=operation.decoration_method,
        first_estimate=Decimal(0),
        split_from_id=operation.id,
    )
    session_of(operation).add(part)
    return part


def _done(
    operation: ProductionSchedule, share: Share, pieces: int, *, counts_pieces: bool
) -> ProductionSchedule:
    done = ScheduleStatus.COMPLETED
    with speaking(operation), open_door(operation, "status", done):
        operation.status = done
        operation.scheduled_date, operation.pieces = share.day, pieces
        operation.employee_id = share.employee.id if share.employee else None
        operation.machine_id = share.machine.id if share.machine else None
        operation.estimated_hours, operation.actual_hours = share.hours, share.taken
        operation.started_at, operation.completed_at = share.began, share.ended
        if counts_pieces:
            operation.good_pieces, operation.misprinted_pieces = pieces, 0
    return operation


def lay_out_the_past(session: Session, first: dt.date, last: dt.date) -> int:
    """Give each active person and machine a row for every day that they worked or were planned; how many are new.

    Totals are as the work calendar says, booked hours the sum of the operations. A day that has a row keeps
    its total.
    """
    session.flush()
    booked = _booked(session, first, last)
    known = _known(session, first, last, booked)
    calendar, made = work_calendar(session, first, last), []
    for resource in _resources(session):
        for number in range((last - first).days + 1):
            day = first + dt.timedelta(days=number)
            total, hours = calendar.hours(resource, day), booked.get((day, resource.id), Decimal(0))
            if (day, resource.id) not in known and (total or hours):
                made.append(_row(resource, day, total, hours))
    session.add_all(made)
    return len(made)


def _row(resource: Employee | Machine, day: dt.date, total: Decimal, booked: Decimal) -> DailyCapacity:
    whose = "employee_id" if isinstance(resource, Employee) else "machine_id"
    row = DailyCapacity(date=day, resource=resource.id, **{whose: resource.id})
    with speaking(row):
        row.total_hours, row.booked_hours = total, booked
    return row


def _resources(session: Session) -> list[Employee | Machine]:
    return [
        each
        for model in (Employee, Machine)
        for each in session.scalars(sa.select(model).where(model.is_active.is_(True)).order_by(model.id))
    ]


def _known(
    session: Session, first: dt.date, last: dt.date, booked: Mapping[tuple[dt.date, str], Decimal]
) -> set[tuple[dt.date, str]]:
    """The days that have a row; what is booked on them is made right."""
    rows = session.scalars(sa.select(DailyCapacity).where(DailyCapacity.date.between(first, last))).all()
    for row in rows:
        with speaking(row):
            row.booked_hours = booked.get((row.date, row.resource), Decimal(0))
    return {(row.date, row.resource) for row in rows}


def _booked(session: Session, first: dt.date, last: dt.date) -> dict[tuple[dt.date, str], Decimal]:
    """Hours booked by day and resource."""
    row = ProductionSchedule
    columns: Any = (row.employee_id, row.machine_id, row.scheduled_date, row.estimated_hours)
    held = sa.select(*columns).where(row.scheduled_date.between(first, last), row.status.in_(BOOKING))
    sums: dict[tuple[dt.date, str], Decimal] = defaultdict(Decimal)
    for employee_id, machine_id, day, hours in session.execute(held):
        for resource in filter(None, (employee_id, machine_id)):
            sums[day, resource] += hours
    return sums
