"""What the demo shop has planned: the days that are over, and a coming month that looks like one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from models.core import clock
from models.jobs import ACTIVE, Job, JobStatus
from models.people import Employee, Machine
from models.scheduling import (
    DailyCapacity,
    ProductionSchedule,
    ProductionStage,
    ScheduleStatus,
    generate_ahead,
    write_holidays,
)
from models.scheduling.past import lay_out_the_past

from . import hours
from .diary import Diary
from .registry import closing
from .simulation import Simulation

S = ScheduleStatus

FURTHEST: Final = 22
"""Working days ahead that are searched for free hours."""

OVERNIGHT: Final = frozenset({"PRINTING", "QUALITY_CHECK"})
"""Stages that begin on the day after the one before."""

LONGEST_BACKLOG: Final = 3
"""Every so many-th job that waits for a gate is left in the backlog."""


@closing(10)
def lay_out_the_days(shop: Simulation) -> None:
    """Tell the hours of every day until today with what was booked of them, and those of the coming weeks."""
    with shop.by("manager"):
        lay_out_the_past(shop.session, clock.shop_day(shop.began) - dt.timedelta(days=1), clock.shop_day())
        write_holidays(shop.session)
        shop.session.flush()
        generate_ahead(shop.session)


@closing(20)
def plan_the_month(shop: Simulation) -> None:
    """Give the work of promised jobs its days, the most urgent first; some waits in the backlog."""
    plan = Plan(shop)
    for number, job in enumerate(_jobs(shop)):
        is_blocked = any(gate.is_blocked for gate in job.gates)
        if job.status == JobStatus.APPROVED or (is_blocked and number % LONGEST_BACKLOG == 0):
            continue
        plan.place(job)


def _jobs(shop: Simulation) -> list[Job]:
    promised = sa.select(Job).where(Job.status.in_(ACTIVE)).order_by(Job.due_on, Job.number)
    return list(shop.session.scalars(promised.options(joinedload(Job.gates))).unique())


class Plan:
    """The hours that are left of the coming days, and putting operations there by the planner's own verbs."""

    def __init__(self, shop: Simulation) -> None:
        self.shop, self.diary, self.today = shop, shop.own(Diary), clock.shop_day()
        ahead = sa.select(DailyCapacity).where(DailyCapacity.date >= self.today)
        self.left = {(row.date, row.resource): row.left for row in shop.session.scalars(ahead)}

    def place(self, job: Job) -> None:
        """Every operation of `job` that waits, in the order of work, each on the first day that holds it.

        What is printed is checked and packed on another day: it must cool, and the press goes on.
        """
        day, planned = self._first_day(job), False
        for operation in waiting(self.shop, job):
            if planned and self.diary.stage_of(operation).key in OVERNIGHT:
                day = hours.workday_after(day, 1)
            found = self.put(operation, day)
            day, planned = found or day, planned or found is not None

    def put(self, operation: ProductionSchedule, first: dt.date) -> dt.date | None:
        """Plan `operation` from `first` on; the day, or None when the coming weeks have no room."""
        self._shorten(operation, first)
        due = operation.estimated_hours
        for number in range(FURTHEST):
            day = hours.workday_after(first, number)
            who = self._best(self.diary.doers(operation).people, day)
            what = self._best(self.diary.doers(operation).machines, day)
            slots = [(day, each.id) for each in (who, what) if each is not None]
            if slots and all(self.left.get(slot, Decimal(0)) >= due for slot in slots):
                self.book(operation, day, who, what)
                return day
        return None

    def book(self, operation: ProductionSchedule, day: dt.date, who: Any, what: Any, **more: Any) -> None:
        """Speak the verb."""
        named = {"employee_id": who.id if who else None, "machine_id": what.id if what else None}
        self.shop.do("manager", operation, "schedule", date=day, **named, **more)
        for resource in filter(None, (who, what)):
            self.left[day, resource.id] -= operation.estimated_hours

    def _best(self, able: list[Any], day: dt.date) -> Employee | Machine | None:
        return max(able, key=lambda each: self.left.get((day, each.id), Decimal(0)), default=None)

    def _first_day(self, job: Job) -> dt.date:
        """Not before the gates are expected to open, and rather close to the day on which it is wanted."""
        expected = [gate.expected_on for gate in job.gates if gate.is_blocked and gate.expected_on]
        wanted = (job.due_on or self.today) - dt.timedelta(days=self.shop.random.randint(5, 11))
        is_made = job.status not in (JobStatus.PREP, JobStatus.READY)
        return hours.workday_after(max([self.today, *expected, *([] if is_made else [wanted])]), 0)

    def _shorten(self, operation: ProductionSchedule, first: dt.date) -> None:
        """Split off what no day holds; the part is left in the backlog."""
        doers = self.diary.doers(operation)
        days = [hours.workday_after(first, number) for number in range(5)]
        free = [
            max(
                (self.left.get((day, each.id), Decimal(0)) for day in days for each in able),
                default=Decimal(24),
            )
            for able in doers
        ]
        longest = min(free)
        if Decimal("0.5") <= longest < operation.estimated_hours:
            self.shop.do("manager", operation, "split", hours=operation.estimated_hours - longest)


def waiting(shop: Simulation, job: Job) -> list[ProductionSchedule]:
    """The operations of `job` in the backlog, in the order of work."""
    table = ProductionSchedule
    mine = sa.select(table).join(ProductionStage, table.stage_id == ProductionStage.id)
    mine = mine.where(table.job_id == job.id, table.status == S.BACKLOG)
    return list(shop.session.scalars(mine.order_by(ProductionStage.position, table.id)))
