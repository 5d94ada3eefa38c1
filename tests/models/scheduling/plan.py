"""Jobs with operations, and people and machines that do them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.core.doors import speaking
from models.jobs import Job
from models.people import Employee, Machine
from models.scheduling import DailyCapacity, ProductionSchedule, ProductionStage
from models.scheduling.life import BOOKING

NOON = dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC)
"""Noon of a Monday in the shop."""
MONDAY = dt.date(2026, 11, 23)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + dt.timedelta(days=each) for each in (1, 2, 3, 4))
SUNDAY = MONDAY - dt.timedelta(days=1)


def stage(session: Session, key: str) -> ProductionStage:
    """The stage of this key."""
    return session.scalars(sa.select(ProductionStage).where(ProductionStage.key == key)).one()


def operation(job: Job, key: str = "PRINTING", hours: str = "2", **given: object) -> ProductionSchedule:
    """An operation of `job` in the backlog, flushed."""
    session = sa.orm.object_session(job)
    made = ProductionSchedule(job=job, stage=stage(session, key), first_estimate=Decimal(hours), **given)
    with speaking(made):
        made.estimated_hours, made.pieces = Decimal(hours), 50
    session.add(made)
    session.flush()
    return made


def rosa(session: Session) -> Employee:
    """The employee of the cast."""
    return session.scalars(sa.select(Employee).where(Employee.name == "Rosa")).one()


def press(session: Session, name: str = "Press 1") -> Machine:
    """A new machine."""
    made = Machine(name=name)
    session.add(made)
    session.flush()
    return made


def capacity(session: Session, resource: object, day: dt.date) -> DailyCapacity:
    """The row of capacity, read anew."""
    row = sa.select(DailyCapacity).where(
        DailyCapacity.resource == getattr(resource, "id", ""), DailyCapacity.date == day
    )
    return session.scalars(row.execution_options(populate_existing=True)).one()


def booked(session: Session, resource: object, day: dt.date) -> Decimal:
    """The booked hours of the day."""
    return capacity(session, resource, day).booked_hours


def misbooked(session: Session) -> list[tuple[DailyCapacity, Decimal]]:
    """Days on which the booked hours are not the sum of their operations."""
    wrong = []
    for row in session.scalars(sa.select(DailyCapacity).execution_options(populate_existing=True)):
        table = ProductionSchedule
        mine = {
            "employee": table.employee_id == row.employee_id,
            "machine": table.machine_id == row.machine_id,
            "shop": sa.true(),
        }["employee" if row.employee_id else "machine" if row.machine_id else "shop"]
        hours = sa.select(table.estimated_hours).where(
            mine, table.scheduled_date == row.date, table.status.in_(BOOKING)
        )
        expected = sum(session.scalars(hours), Decimal(0))
        if expected != row.booked_hours:
            wrong.append((row, expected))
    return wrong
