"""A made-up shop written into the database as the people, machines, hours, gates, jobs and operations of a real one."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.core import clock
from models.core.base import db
from models.core.doors import speaking
from models.customers import Customer
from models.gates import JobGate
from models.jobs import DecorationMethod, Job, JobStatus
from models.people import Employee, Machine
from models.scheduling import (
    DailyCapacity,
    EmployeeSkill,
    MachineStage,
    ProductionSchedule,
    ProductionStage,
    Proposal,
    Routing,
    propose,
)
from models.scheduling.planned import problem_between
from models.scheduling.planning import (
    Lateness,
    Problem,
    Resource,
    Work,
    first_come_first_served,
    hours_of,
)
from tasks.planning import work_out

from .models.scheduling.plan import misbooked
from .planning import MONDAY

KEYS: Final = {
    "design": "DESIGN_CREATION",
    "prep": "MATERIAL_PREP",
    "printing": "PRINTING",
    "quality": "QUALITY_CHECK",
    "packing": "PACKAGING",
}
DAWN: Final = dt.datetime.combine(MONDAY, dt.time(12), dt.UTC)
"""Early in the morning of the first day, in the shop."""


def write(session: Session, problem: Problem) -> None:
    """Write the shop of `problem`, with all its operations in the backlog, and commit."""
    for employee in session.scalars(sa.select(Employee)):
        employee.is_active = False
    for routing in session.scalars(sa.select(Routing)):
        routing.is_active = False
    for other in session.scalars(sa.select(ProductionSchedule)):
        other.cancel()
    session.commit()
    stages = {each.key: each for each in session.scalars(sa.select(ProductionStage))}
    for model, declared, resources in (
        (Employee, EmployeeSkill, problem.people),
        (Machine, MachineStage, problem.machines),
    ):
        for resource in resources:
            _write_resource(session, resource, model, declared, stages)
    session.commit()
    acme = session.scalars(sa.select(Customer).where(Customer.name == "Acme")).one()
    for minute, (_, works) in enumerate(groupby(problem.works, lambda work: work.job)):
        with clock.told_time(DAWN - dt.timedelta(days=3) + dt.timedelta(minutes=minute)):
            _write_job(session, acme, list(works), stages)


def lateness_in_database(last: dt.date) -> Lateness:
    """How late the jobs are as their operations stand, with a day of its own for what stands nowhere."""
    row = ProductionSchedule
    asked = (
        sa.select(row.job_id, Job.due_on, row.scheduled_date).join(row.job).where(row.status != "CANCELLED")
    )
    late: defaultdict[str, int] = defaultdict(int)
    unplaced = 0
    for job, due, day in db.session.execute(asked):
        unplaced += day is None
        after = max(1, (last - due).days + 1)
        late[job] = max(late[job], after if day is None else (day - due).days)
    return Lateness(sum(1 for days in late.values() if days), sum(late.values()), unplaced)


def _write_resource(session: Session, resource: Resource, model: Any, declared: Any, stages: Any) -> None:
    row = model(name=resource.name)
    session.add(row)
    session.flush()
    whose = "employee_id" if model is Employee else "machine_id"
    for skill, method in sorted(resource.can, key=str):
        asked = DecorationMethod(method) if method else None
        session.add(declared(**{whose: row.id}, stage_id=stages[KEYS[skill]].id, decoration_method=asked))
    for day, left in resource.left.items():
        capacity = DailyCapacity(date=day, resource=row.id, **{whose: row.id})
        with speaking(capacity):
            capacity.total_hours, capacity.is_corrected = hours_of(left), True
        session.add(capacity)


def _write_job(session: Session, customer: Customer, works: list[Work], stages: Any) -> None:
    first = works[0]
    job = Job(title=first.job, customer=customer, due_on=first.due)
    session.add(job)
    session.flush()
    job.import_as(JobStatus.PREP, is_rush=first.is_rush)
    for work in works:
        made = ProductionSchedule(
            job=job,
            stage=stages[KEYS[work.skill]],
            first_estimate=hours_of(work.hours),
            decoration_method=DecorationMethod(work.method) if work.method else None,
        )
        with speaking(made):
            made.estimated_hours, made.pieces = Decimal(hours_of(work.hours)), 50
        session.add(made)
    session.commit()
    if first.earliest:
        gates = sa.select(JobGate).where(JobGate.job_id == job.id, JobGate.gate == "blanks")
        blanks = session.scalars(gates).one()
        with speaking(blanks):
            blanks.expected_on = first.earliest
        session.commit()


@dataclass(frozen=True)
class Told:
    """What stands in the database first come, first served, and as proposed; the seconds of both."""

    theirs: Lateness
    ours: Lateness
    refusals: list[str]
    proposing: float
    booking: float


def both_ways(session: Session, problem: Problem) -> Told:
    """Book the shop as jobs come, through the verbs, and take that back; then propose a plan and accept all of it."""
    write(session, problem)
    first, last = problem.days[0], problem.days[-1]
    with clock.told_time(DAWN):
        theirs = _first_come_first_served(session, first, last)
        began = time.perf_counter()
        asked_id = propose(session, first, last).id
        session.commit()
        work_out(asked_id)
        made = time.perf_counter()
        session.expire_all()
        proposal = session.get_one(Proposal, asked_id)
        proposal.accept()
        session.commit()
        booked = time.perf_counter()
    assert not misbooked(session)
    assert not over_full(session)
    refusals = [move.refusal for move in proposal.moves if move.refusal]
    return Told(theirs, lateness_in_database(last), refusals, made - began, booked - made)


def _first_come_first_served(session: Session, first: dt.date, last: dt.date) -> Lateness:
    plan = first_come_first_served(problem_between(session, first, last))
    for id_, place in plan.places.items():
        operation = session.get_one(ProductionSchedule, id_)
        operation.move(place.day, employee_id=place.person, machine_id=place.machine)
    late = lateness_in_database(last)
    session.rollback()
    return late


def over_full(session: Session) -> list[DailyCapacity]:
    """Days of which more is booked than they hold."""
    row = DailyCapacity
    return list(session.scalars(sa.select(row).where(row.booked_hours > row.total_hours)))
