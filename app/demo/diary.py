"""Who worked on what in the demo's past: days hold so many hours, and nobody is in two places at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

import sqlalchemy as sa

from models.core import clock
from models.core.types import round_half_up
from models.people import Employee, Machine
from models.scheduling import (
    EmployeeSkill,
    MachineStage,
    ProductionSchedule,
    ProductionStage,
    WorkCalendar,
    work_calendar,
)
from models.scheduling.past import Share

from . import hours
from .simulation import Simulation

LEAST: Final = Decimal("0.1")
"""Hours: nobody begins something for less."""

FURTHEST_BACK: Final = 40
"""Working days before the story's own that are searched for free hours."""

_SPREAD: Final = (0.78, 1.34, 0.98)
"""Least, most and likeliest of the hours it took, as a share of those estimated."""


class Doer(NamedTuple):
    """Who can do something on what; either may be missing."""

    people: list[Employee]
    machines: list[Machine]


class Diary:
    """The hours that are left of each day, and until when each person's day is told."""

    def __init__(self) -> None:
        self._left: dict[tuple[dt.date, str], Decimal] = {}
        self._told: dict[tuple[dt.date, str], dt.datetime] = {}
        self._calendar: WorkCalendar | None = None
        self._told_until = dt.date.min
        self.stages: dict[str, ProductionStage] = {}
        self._people: dict[str, list[tuple[str | None, Employee]]] = defaultdict(list)
        self._machines: dict[str, list[tuple[str | None, Machine]]] = defaultdict(list)

    def open(self, shop: Simulation) -> None:
        """Learn who works when and can do what."""
        days = (clock.shop_day(shop.began) - dt.timedelta(days=1), clock.shop_day(shop.until))
        self._calendar = work_calendar(shop.session, *days)
        self.stages = {stage.id: stage for stage in shop.session.scalars(sa.select(ProductionStage))}
        for skill in shop.session.scalars(sa.select(EmployeeSkill).order_by(EmployeeSkill.id)):
            self._people[skill.stage_id].append((skill.decoration_method, skill.employee))
        for served in shop.session.scalars(sa.select(MachineStage).order_by(MachineStage.id)):
            self._machines[served.stage_id].append((served.decoration_method, served.machine))

    def is_told_until(self, day: dt.date) -> None:
        """Nothing is told any more of the days before `day`: their weeks are locked."""
        self._told_until = day

    def stage(self, key: str) -> ProductionStage:
        """The stage of this key."""
        return next(stage for stage in self.stages.values() if stage.key == key)

    def stage_of(self, operation: ProductionSchedule) -> ProductionStage:
        """The stage that the operation is of."""
        return self.stages[operation.stage_id]

    def doers(self, operation: ProductionSchedule) -> Doer:
        """Who can do `operation`, the most suitable first."""
        methods = (None, operation.decoration_method)
        return Doer(
            [each for method, each in self._people[operation.stage_id] if method in methods],
            [each for method, each in self._machines[operation.stage_id] if method in methods],
        )

    def take(self, resource: Employee | Machine, day: dt.date, booked: Decimal) -> bool:
        """Keep so many hours of a day for something else; False when they are not left."""
        if self._left_of(resource, day) < booked:
            return False
        self._left[day, resource.id] -= booked
        return True

    def hours_of(self, resource: Employee | Machine, day: dt.date) -> Decimal:
        """How many hours somebody works on `day`."""
        assert self._calendar is not None  # noqa: S101
        return self._calendar.hours(resource, day)

    def left_of(self, resource: Employee | Machine, day: dt.date) -> Decimal:
        """How many of them are left."""
        return self._left_of(resource, day)

    def free_from(self, person: Employee, day: dt.date) -> dt.datetime:
        """When the person was done with everything that is told of `day`."""
        return self._began(person, day)

    def is_busy_until(self, person: Employee, day: dt.date, moment: dt.datetime) -> None:
        """Until then the person's `day` is told."""
        self._told[day, person.id] = moment

    def shares(
        self, shop: Simulation, operation: ProductionSchedule, first: dt.date, last: dt.date
    ) -> list[Share]:
        """When and by whom `operation` was done: from `first` to `last`, where these days are full on days before."""
        doer, due, found = self.doers(operation), operation.estimated_hours, []
        for day in _days(max(first, self._told_until), last):
            if due <= 0 or day < self._told_until:
                break
            person, machine, free = self._free(doer, day)
            hours_here = min(due, free)
            if hours_here >= min(due, LEAST):
                found.append(self._take(shop, day, hours_here, person, machine))
                due -= hours_here
        return sorted(found, key=lambda share: share.began)

    def _free(self, doer: Doer, day: dt.date) -> tuple[Employee | None, Machine | None, Decimal]:
        """The person and the machine with the most hours left on `day`, and how many both have."""
        person = max(doer.people, key=lambda each: self._left_of(each, day), default=None)
        machine = max(doer.machines, key=lambda each: self._left_of(each, day), default=None)
        free = [self._left_of(each, day) for each in (person, machine) if each is not None]
        return person, machine, min(free, default=Decimal(0))

    def _left_of(self, resource: Employee | Machine, day: dt.date) -> Decimal:
        if (day, resource.id) not in self._left:
            assert self._calendar is not None  # noqa: S101
            self._left[day, resource.id] = self._calendar.hours(resource, day)
        return self._left[day, resource.id]

    def _take(
        self,
        shop: Simulation,
        day: dt.date,
        booked: Decimal,
        person: Employee | None,
        machine: Machine | None,
    ) -> Share:
        for resource in filter(None, (person, machine)):
            self._left[day, resource.id] -= booked
        began = self._began(person, day)
        seconds = int(float(booked) * 3600 * shop.random.triangular(*_SPREAD))
        ended = max(began, min(began + dt.timedelta(seconds=seconds), clock.now()))
        if person is not None:
            self._told[day, person.id] = ended
        taken = round_half_up(Decimal(int((ended - began).total_seconds())) / 3600, 4)
        return Share(day, booked, taken, began, ended, person, machine)

    def _began(self, person: Employee | None, day: dt.date) -> dt.datetime:
        """After what the person did before on that day; not in the future."""
        opening = hours.moment(day, hours.OPENS)
        begin = self._told.get((day, person.id), opening) if person is not None else opening
        return min(begin, clock.now())


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The working days from `first` to `last`, and then those before, backwards."""
    yield from hours.workdays(first, last)
    day, number = first, 0
    while number < FURTHEST_BACK:
        day -= dt.timedelta(days=1)
        if hours.is_workday(day):
            number += 1
            yield day
