"""What no plan is without: work under way, a day that is full, one that was overbooked with a reason, a conflict,
something late, and what the calendar refused.
"""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from models.core import clock
from models.core.actor import CLOCK
from models.jobs import Job, JobStatus
from models.people import Employee
from models.scheduling import (
    Absence,
    BookingRefused,
    DailyCapacity,
    ProductionSchedule,
    ProductionStage,
    ScheduleStatus,
)

from . import hours
from .diary import Diary
from .registry import closing, every_workday
from .simulation import Simulation

S = ScheduleStatus
Op = ProductionSchedule

BEYOND: Final = "Rosa stays an hour longer: it was promised on the telephone"


@every_workday(at=16.4)
def plan_too_much(shop: Simulation) -> None:
    """On the last working day somebody plans one print more for today, which nobody comes to."""
    today = clock.shop_day()
    if today != hours.workday_before(clock.shop_day(shop.until)):
        return
    diary = shop.own(Diary)
    operation = _first(shop, Op.status == S.BACKLOG, Job.status == JobStatus.READY, stage="PRINTING")
    if operation is None:
        return
    person = diary.doers(operation).people[0]
    if diary.take(person, today, operation.estimated_hours):
        shop.do("manager", operation, "schedule", date=today, employee_id=person.id)


@closing(15)
def find_it_late(shop: Simulation) -> None:
    """What was planned for a day that is over, and not done, is late."""
    late = sa.select(Op).where(Op.status == S.SCHEDULED, Op.scheduled_date < clock.shop_day())
    for operation in shop.session.scalars(late.order_by(Op.id)).all():
        shop.do(CLOCK, operation, "delay")


@closing(30)
def begin_todays_work(shop: Simulation) -> None:
    """What is printed now has begun."""
    now = sa.and_(Op.status == S.SCHEDULED, Op.scheduled_date == clock.shop_day())
    operation = _first(shop, now, Job.status == JobStatus.IN_PRODUCTION, stage="PRINTING")
    if operation is not None:
        shop.do("printer", operation, "start")


@closing(40)
def fill_a_day(shop: Simulation) -> None:
    """A day of the printer's is full, and a manager books beyond it, with a reason."""
    rosa, row = _busiest(shop, "Rosa Delgado")
    if row is None:
        return
    shop.do(
        "manager", row, "correct", total_hours=row.booked_hours, notes="At the dentist's in the afternoon"
    )
    open_one = _first(shop, Op.status == S.BACKLOG, Job.status == JobStatus.PREP, stage="MATERIAL_PREP")
    if open_one is not None:
        attempt(shop, open_one, date=row.date, employee_id=rosa.id)
        told = {"date": row.date, "employee_id": rosa.id, "override_reason": BEYOND}
        shop.do("manager", open_one, "schedule", **told)


@closing(50)
def fall_ill(shop: Simulation) -> None:
    """Somebody will be away on a day on which work is planned: a conflict to solve."""
    person, row = _busiest(shop, "Sam Okafor")
    if row is None:
        return
    with shop.by("office"):
        away = Absence(
            employee=person, starts_on=row.date, ends_on=row.date, reason="Appointment at the clinic"
        )
        shop.session.add(away)


@closing(60)
def be_refused(shop: Simulation) -> None:
    """What somebody tried and the calendar did not allow."""
    people = {each.name: each for each in shop.session.scalars(sa.select(Employee))}
    day = hours.workday_after(clock.shop_day(), 2)
    waiting = _first(shop, Op.status == S.BACKLOG, Job.status == JobStatus.APPROVED, stage="PRINTING")
    if waiting is not None:
        attempt(shop, waiting, date=day, employee_id=people["Theo Lindqvist"].id)
        attempt(shop, waiting, date=hours.workday_after(day, 1), employee_id=people["Priya Nair"].id)


def attempt(shop: Simulation, operation: Op, **where: Any) -> None:
    """The office tries to plan it, and the refusal is counted."""
    with shop.by("office"):
        try:
            with shop.session.begin_nested():
                operation.schedule(**where)
                shop.session.flush()
        except BookingRefused as refused:
            shop.session.add(refused.kept())


def _first(shop: Simulation, *where: sa.ColumnElement[bool], stage: str) -> Op | None:
    """The most urgent operation of a stage that is so."""
    found = (
        sa.select(Op).join(Job, Op.job_id == Job.id).join(ProductionStage, Op.stage_id == ProductionStage.id)
    )
    found = found.where(ProductionStage.key == stage, Op.split_from_id.is_(None), *where)
    return shop.session.scalars(found.order_by(Job.due_on, Job.number, Op.id).limit(1)).first()


def _busiest(shop: Simulation, name: str) -> tuple[Employee, DailyCapacity | None]:
    """The coming day on which most is booked for somebody; not today."""
    person = shop.session.scalars(sa.select(Employee).where(Employee.name == name)).one()
    row = DailyCapacity
    coming = sa.select(row).where(
        row.employee_id == person.id, row.date > clock.shop_day(), row.booked_hours > 0
    )
    rows = shop.session.scalars(coming.order_by(row.date)).all()
    return person, max(rows, key=lambda each: each.booked_hours, default=None)
