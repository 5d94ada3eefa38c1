"""A problem with numbers for names: what the search and the solver compute with."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from .facts import Place, Plan, Problem, Resource, Work

RUSH: Final = 3
"""A day late of a rush job weighs as much as so many of another."""

Spot = tuple[int, int, int]
"""A place in numbers: day, person, machine; -1 for no person or no machine."""

Spots = list[Spot | None]
"""For each work where it stands, by its number; None: nowhere."""

NOBODY: Final = -1


@dataclass(frozen=True)
class Task:
    """A work in numbers. `late` has the days late for each day; the last, one at least, is for being done after all."""

    work: Work
    job: int
    people: tuple[int, ...]
    machines: tuple[int, ...]
    first: int
    late: tuple[int, ...]
    at: Spot | None


class Board:
    """The tasks of a problem, those of each job in the order of work, and the ticks left by resource and day.

    `most_unplaced`: so many works may stand nowhere, where there is such a limit.
    """

    def __init__(self, problem: Problem, most_unplaced: int | None = None) -> None:
        self.problem, self.most_unplaced = problem, most_unplaced
        self.days = problem.days
        self.length = [problem.length.get(day, 0) for day in self.days]
        self.left_of_people = [_left(person, self.days) for person in problem.people]
        self.left_of_machines = [_left(machine, self.days) for machine in problem.machines]
        names = sorted({work.job for work in problem.works})
        self._jobs = {name: number for number, name in enumerate(names)}
        self._numbers = (_numbers(problem.people), _numbers(problem.machines))
        self._able = _able(problem)
        self.tasks = [self._task(work) for work in problem.works]
        self.jobs: list[list[int]] = [[] for _ in names]
        for number in sorted(range(len(self.tasks)), key=lambda number: problem.works[number].stage):
            self.jobs[self.tasks[number].job].append(number)

    def plan(self, spots: Spots, unplaced: dict[str, str]) -> Plan:
        """`spots` as a plan, in the problem's own names."""
        placed = {
            task.work.id: self.place(spot)
            for task, spot in zip(self.tasks, spots, strict=True)
            if spot is not None
        }
        fixed = {work.id: work.at for work in self.problem.works if work.is_fixed and work.at}
        return Plan(placed | fixed, unplaced)

    def place(self, spot: Spot) -> Place:
        """A spot in the problem's own names."""
        day, person, machine = spot
        people, machines = self.problem.people, self.problem.machines
        return Place(
            self.days[day],
            people[person].id if person != NOBODY else None,
            machines[machine].id if machine != NOBODY else None,
        )

    def _task(self, work: Work) -> Task:
        people, machines = self._able[work.skill, work.method]
        return Task(
            work,
            self._jobs[work.job],
            people,
            machines,
            next((n for n, day in enumerate(self.days) if day >= (work.earliest or day)), len(self.days)),
            _days_late(work.due, self.days),
            self._spot(work.at),
        )

    def _spot(self, at: Place | None) -> Spot | None:
        if at is None or at.day not in self.problem.length or at.day not in self.days:
            return None
        people, machines = self._numbers
        known = (at.person is None or at.person in people) and (at.machine is None or at.machine in machines)
        if not known:
            return None
        person = people[at.person] if at.person else NOBODY
        return self.days.index(at.day), person, machines[at.machine] if at.machine else NOBODY


def _left(resource: Resource, days: tuple[dt.date, ...]) -> list[int]:
    return [max(0, resource.left.get(day, 0)) for day in days]


def _numbers(resources: tuple[Resource, ...]) -> dict[str, int]:
    return {each.id: number for number, each in enumerate(resources)}


def _days_late(due: dt.date | None, days: tuple[dt.date, ...]) -> tuple[int, ...]:
    if due is None or not days:
        return (0,) * (len(days) + 1)
    after = days[-1] + dt.timedelta(days=1)
    return (*(max(0, (day - due).days) for day in days), max(1, (after - due).days))


def _able(problem: Problem) -> dict[tuple[str, str | None], tuple[tuple[int, ...], tuple[int, ...]]]:
    """For each kind of work its people and machines, those first who are wanted for the fewest hours of other work."""
    wanted: defaultdict[tuple[str, str | None], int] = defaultdict(int)
    for work in problem.works:
        wanted[work.skill, work.method] += work.hours
    both = []
    for resources in (problem.people, problem.machines):
        load = [sum(hours for kind, hours in wanted.items() if each.does(*kind)) for each in resources]
        ranked = sorted(range(len(resources)), key=lambda number: (load[number], number))
        both.append({kind: tuple(n for n in ranked if resources[n].does(*kind)) for kind in wanted})
    return {kind: (both[0][kind], both[1][kind]) for kind in wanted}
