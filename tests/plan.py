"""A week of a shop on its calendar: people with their hours, jobs with operations, and what waits."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.core import clock
from models.core.base import Base, new_id
from models.customers import Customer
from models.gates import JobGate
from models.jobs import Job
from models.people import Employee, Machine
from models.scheduling import (
    DailyCapacity,
    EmployeeSkill,
    MachineStage,
    ProductionSchedule,
    ProductionStage,
    ScheduleStatus,
    WorkDay,
)

PEOPLE = {
    "Rosa": ("MATERIAL_PREP", "PRINTING"),
    "Marcus": ("MATERIAL_PREP", "PRINTING", "QUALITY_CHECK"),
    "Dee": ("PRINTING",),
    "Priya": ("QUALITY_CHECK", "PACKAGING"),
    "Tomasz": ("DESIGN_CREATION",),
}
WEEK = (
    ("Rosa", 0, "PRINTING", "3.5", 0), ("Rosa", 0, "PRINTING", "4.5", 1), ("Rosa", 1, "PRINTING", "4.5", 2),
    ("Rosa", 1, "MATERIAL_PREP", "2.0", 3), ("Rosa", 2, "PRINTING", "7.0", 4), ("Rosa", 4, "PRINTING", "4.0", 5),
    ("Marcus", 0, "MATERIAL_PREP", "3.0", 4), ("Marcus", 0, "PRINTING", "5.0", 1),
    ("Marcus", 1, "PRINTING", "6.0", 2), ("Marcus", 1, "PRINTING", "2.0", 0), ("Marcus", 2, "PRINTING", "8.0", 4),
    ("Dee", 0, "PRINTING", "5.5", 5), ("Dee", 1, "PRINTING", "6.0", 0), ("Dee", 4, "PRINTING", "5.5", 1),
    ("Priya", 0, "PACKAGING", "2.5", 6), ("Priya", 2, "QUALITY_CHECK", "3.5", 2),
    ("Tomasz", 1, "DESIGN_CREATION", "4.0", 3),
)  # fmt: skip
"""Who, on which day of the week, at which stage, for how many hours, and for which of the jobs."""
WAITING = (
    ("PRINTING", "4.5", 0),
    ("PRINTING", "1.5", 1),
    ("QUALITY_CHECK", "2.0", 5),
    ("PACKAGING", "1.0", 6),
)
JOBS = (
    "Reunion tees",
    "Taproom hoodies",
    "Paddle hats",
    "Duty tees",
    "Grand opening",
    "Scrub tops",
    "Tote bags",
)


def next_monday() -> dt.date:
    """The first Monday after today."""
    today = clock.shop_day()
    return today + dt.timedelta(days=7 - today.weekday())


def planned_week(session: Session) -> SimpleNamespace:
    """Fill next week: its `monday`, `people` and `stages` by name and key, `operations` and `waiting`. Committed.

    Rosa has 1.5 h left on Tuesday, Marcus none on Monday; Thursday is a holiday. Rows are written as booking leaves
    them, since most tests of the calendar ask how a plan is shown.
    """
    monday = next_monday()
    stages = {stage.key: stage for stage in session.scalars(sa.select(ProductionStage))}
    people = {name: _person(session, name) for name in PEOPLE}
    press = Machine(name="Automatic press")
    session.add(press)
    session.add(WorkDay(day=monday + dt.timedelta(days=3), name="Founders' day", hours=Decimal(0)))
    session.flush()
    session.add(MachineStage(machine=press, stage=stages["PRINTING"]))
    for name, keys in PEOPLE.items():
        session.add_all(EmployeeSkill(employee=people[name], stage=stages[key]) for key in keys)
    jobs = _jobs(session)
    session.commit()
    planned = [
        _operation(jobs[job], stages[key], hours, people[name].id, monday + dt.timedelta(days=day), place)
        for place, (name, day, key, hours, job) in enumerate(WEEK)
    ]
    waiting = [_operation(jobs[job], stages[key], hours) for key, hours, job in WAITING]
    _insert(session, ProductionSchedule, planned + waiting)
    _insert(session, DailyCapacity, _capacity(people, press, monday, planned))
    session.commit()
    return SimpleNamespace(
        monday=monday, people=people, press=press, stages=stages, jobs=jobs,
        operations=[each["id"] for each in planned], waiting=[each["id"] for each in waiting],
    )  # fmt: skip


def _person(session: Session, name: str) -> Employee:
    known = session.scalars(sa.select(Employee).where(Employee.name == name)).first()
    if known is None:
        known = Employee(name=name)
        session.add(known)
    return known


def _jobs(session: Session) -> list[Job]:
    customer = session.scalars(sa.select(Customer).where(Customer.name == "Acme")).one()
    due = next_monday() + dt.timedelta(days=10)
    jobs = [Job(title=title, customer=customer, quoted_amount="90.00", due_on=due) for title in JOBS]
    session.add_all(jobs)
    session.commit()
    for job in jobs:
        job.accept_quote()
    session.commit()
    for gate in session.scalars(sa.select(JobGate).where(JobGate.job_id != jobs[1].id)):
        if gate.is_blocked:
            gate.mark_passed()
    jobs[4].accept_rush()
    jobs[0].due_on = next_monday()
    session.connection().execute(sa.delete(ProductionSchedule.__table__))  # those of their routing
    session.commit()
    return jobs


def _operation(
    job: Job,
    stage: ProductionStage,
    hours: str,
    employee: str | None = None,
    day: dt.date | None = None,
    place: int = 0,
) -> dict[str, Any]:
    return {
        "id": new_id(), "job_id": job.id, "stage_id": stage.id, "employee_id": employee, "scheduled_date": day,
        "estimated_hours": Decimal(hours), "first_estimate": Decimal(hours), "priority": place * 100, "pieces": 24,
        "status": ScheduleStatus.SCHEDULED if day else ScheduleStatus.BACKLOG, "version": 1,
    }  # fmt: skip


def _capacity(
    people: dict[str, Employee], press: Machine, monday: dt.date, planned: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    rows = []
    for day in (monday + dt.timedelta(days=place) for place in range(14)):
        total = Decimal(0 if day.weekday() > 4 or day == monday + dt.timedelta(days=3) else 8)
        for person in people.values():
            mine = [
                each for each in planned if each["employee_id"] == person.id and each["scheduled_date"] == day
            ]
            booked = sum((each["estimated_hours"] for each in mine), Decimal(0))
            rows.append(_hours(day, total, booked, employee_id=person.id, machine_id=None))
        rows.append(_hours(day, total, Decimal(0), employee_id=None, machine_id=press.id))
    return rows


def _hours(day: dt.date, total: Decimal, booked: Decimal, **resource: str | None) -> dict[str, Any]:
    key = resource["employee_id"] or resource["machine_id"]
    whole = {"id": new_id(), "date": day, "resource": key, "total_hours": total, "booked_hours": booked}
    return {**whole, **resource, "actual_hours": Decimal(0), "is_corrected": False}


def _insert(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> None:
    at = {"created_at": clock.now(), "updated_at": clock.now()}
    session.connection().execute(sa.insert(model.__table__), [row | at for row in rows])
