"""A planner who does anything in any order: what must hold of days and bookings after every step."""

from __future__ import annotations

import datetime as dt
import itertools
from contextlib import ExitStack
from decimal import Decimal

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from models.core import clock
from models.core.base import db, new_id
from models.core.errors import InvalidValue, RuleBroken
from models.customers import Customer
from models.gates import JobGate
from models.jobs import Job
from models.people import Employee, Machine
from models.scheduling import DailyCapacity, ProductionSchedule
from models.scheduling.life import BOOKING, ON_THE_DAY
from models.scheduling.order import are_in_order

from .plan import MONDAY, NOON, operation

DAYS = st.integers(0, 5).map(lambda number: MONDAY + dt.timedelta(days=number))
HOURS = st.sampled_from(["0.1", "0.3", "0.5", "1", "1.75", "3.3333", "4", "7.9", "8", "12"]).map(Decimal)
STAGES = st.sampled_from(["DESIGN_CREATION", "MATERIAL_PREP", "PRINTING", "PACKAGING"])
WHICH = st.integers(0, 1_000)


class Planning(RuleBasedStateMachine):
    """Books, moves, resizes, splits, cancels, finishes, overrides and lowers days, of two jobs and four resources."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.open.enter_context(clock.told_time(NOON))
        self.lowered: set[str] = set()

    @initialize()
    def begin(self) -> None:
        """Two jobs that may be printed, two people and two machines."""
        db.session.rollback()
        acme = db.session.scalars(sa.select(Customer).where(Customer.name == "Acme")).one()
        self.jobs = [Job(title=f"Job {number}", customer=acme) for number in range(2)]
        mark = new_id()
        self.people = [Employee(name=f"Person {number}") for number in range(2)]
        self.machines = [Machine(name=f"Machine {number} {mark}") for number in range(2)]
        db.session.add_all([*self.jobs, *self.people, *self.machines])
        db.session.commit()
        for job in self.jobs:
            job.accept_quote()
            for gate in db.session.scalars(sa.select(JobGate).where(JobGate.job_id == job.id)):
                if gate.is_blocked:
                    gate.mark_passed()
        db.session.commit()
        self.resources = {each.id for each in (*self.people, *self.machines)}

    def teardown(self) -> None:
        """Leave nothing open."""
        db.session.rollback()
        self.open.close()

    def operations(self) -> list[ProductionSchedule]:
        """All operations, in the order in which they were made."""
        mine = ProductionSchedule.job_id.in_([job.id for job in self.jobs])
        return list(db.session.scalars(sa.select(ProductionSchedule).where(mine).order_by("id")))

    def attempt(self, deed: object, *arguments: object, **named: object) -> bool:
        """Do it and commit, or nothing of it; whether it was done."""
        try:
            deed(*arguments, **named)  # type: ignore[operator]
            db.session.commit()
        except (RuleBroken, InvalidValue):
            db.session.rollback()
            return False
        return True

    def some(self, which: int) -> ProductionSchedule:
        """One of the operations."""
        mine = self.operations()
        return mine[which % len(mine)]

    @rule(job=st.integers(0, 1), hours=HOURS, stage=STAGES)
    def add(self, job, hours, stage):
        """Another operation."""
        operation(self.jobs[job], stage, str(hours))
        db.session.commit()

    @precondition(lambda self: self.operations())
    @rule(
        which=WHICH,
        day=DAYS,
        person=st.sampled_from([None, 0, 1]),
        machine=st.sampled_from([None, 0, 1]),
        hour=st.one_of(st.none(), st.integers(0, 23)),
        reason=st.sampled_from([None, None, None, "The fair"]),
    )
    def move(self, which, day, person, machine, hour, reason):
        """To anywhere."""
        start = None if hour is None else dt.datetime.combine(day, dt.time(hour), clock.shop_zone())
        self.attempt(
            self.some(which).move,
            day,
            start_time=start,
            employee_id=None if person is None else self.people[person].id,
            machine_id=None if machine is None else self.machines[machine].id,
            override_reason=reason,
        )

    @precondition(lambda self: self.operations())
    @rule(which=WHICH, hours=HOURS, verb=st.sampled_from(["resize", "split"]))
    def cut(self, which, hours, verb):
        """Longer, shorter, in two."""
        self.attempt(getattr(self.some(which), verb), hours)

    @precondition(lambda self: self.operations())
    @rule(which=WHICH, verb=st.sampled_from(["unschedule", "cancel", "start", "finish", "reopen"]))
    def live(self, which, verb):
        """A step of its life."""
        self.attempt(getattr(self.some(which), verb))

    @rule(which=WHICH, hours=HOURS)
    def lower(self, which, hours):
        """A day is corrected by hand, also below what is booked."""
        rows = list(self.rows())
        if rows:
            row = rows[which % len(rows)]
            self.attempt(row.correct, hours)
            self.lowered.add(row.id)

    @rule(job=st.integers(0, 1), verb=st.sampled_from(["cancel", "reopen", "hold", "resume", "ship"]))
    def end(self, job, verb):
        """The job is called off, taken up again, held."""
        told = {"cancel": ["Off"], "reopen": ["On"], "hold": ["Wait"], "resume": [], "ship": ["UPS"]}
        self.attempt(getattr(self.jobs[job], verb), *told[verb])

    def rows(self) -> list[DailyCapacity]:
        """The days of this plan's resources."""
        mine = DailyCapacity.resource.in_(self.resources)
        return list(db.session.scalars(sa.select(DailyCapacity).where(mine).order_by(DailyCapacity.id)))

    @invariant()
    def booked_is_the_sum_of_the_operations(self):
        """And no day holds more than its total, but for an override or where it was lowered."""
        db.session.expire_all()
        planned = [each for each in self.operations() if each.status in BOOKING]
        for row in self.rows():
            mine = [
                each
                for each in planned
                if each.scheduled_date == row.date and row.resource in (each.employee_id, each.machine_id)
            ]
            assert row.booked_hours == sum(each.estimated_hours for each in mine)
            is_excused = row.id in self.lowered or any(each.overbooked_because for each in mine)
            assert row.booked_hours <= row.total_hours or is_excused, row

    @invariant()
    def windows_touch_and_stages_keep_their_order(self):
        """Nobody does two things at once, and no stage comes before an earlier one."""
        planned = [each for each in self.operations() if each.status in BOOKING]
        for resource in self.resources:
            timed = [
                each
                for each in planned
                if each.start_time and resource in (each.employee_id, each.machine_id)
            ]
            timed.sort(key=lambda each: each.start_time)
            assert all(a.end_time <= b.start_time for a, b in itertools.pairwise(timed))
        live = [each for each in planned if each.status in ON_THE_DAY]
        for one in live:
            for other in live:
                assert one.job_id != other.job_id or are_in_order(one, other)

    @invariant()
    def what_waits_has_no_day_and_what_is_planned_has_one(self):
        """And somebody or something that does it."""
        for each in self.operations():
            is_planned = each.status in BOOKING
            assert (each.scheduled_date is not None) == is_planned
            assert not is_planned or each.employee_id or each.machine_id
