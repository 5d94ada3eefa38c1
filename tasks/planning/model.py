"""A board as a model of CP-SAT: what may be chosen, what binds it, what it costs."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import Any, Final

from models.scheduling.planning.board import NOBODY, RUSH, Board, Spot, Spots
from models.scheduling.planning.figures import A_DAY_LATE, MOVED, UNPLACED

_MOST_CHAINS: Final = 16
"""So many ways of choosing one operation for each stage of a job are looked at one by one; beyond, all are added up."""


class Model:
    """The variables of a plan. `day[n, d]` says that work n stands on day d, `person` and `machine` with whom,
    and `stays[n]` that it remains just where it stands now.
    """

    def __init__(self, board: Board, solver: Any, start: Spots) -> None:
        self.board, self.solver, self.start = board, solver, start
        self.day: dict[tuple[int, int], Any] = {}
        self.person: dict[tuple[int, int, int], Any] = {}
        self.machine: dict[tuple[int, int, int], Any] = {}
        self.stays: dict[int, Any] = {}
        self.costs: list[Any] = []
        self.placed: list[Any] = []
        for number, task in enumerate(board.tasks):
            if not task.work.is_fixed:
                self._choose(number)
        if board.most_unplaced is not None:
            solver.add(sum(self.placed) >= len(self.placed) - board.most_unplaced)
        self._hold_within_hours()
        for numbers in board.jobs:
            self._hold_in_order(numbers)
            self._hold_within_the_day(numbers)
            self._count_days_late(numbers)
        solver.minimize(sum(self.costs))

    def spot(self, value: Any, number: int) -> Spot | None:
        """Where a solution, whose `value` of a variable is asked, places the work; None for nowhere."""
        task = self.board.tasks[number]
        if number in self.stays and value(self.stays[number]):
            return task.at
        for day in range(len(self.board.days)):
            if (number, day) in self.day and value(self.day[number, day]):
                person = next(p for p in task.people if self._is_on(value, self.person, number, day, p))
                machine = next(
                    (m for m in task.machines if self._is_on(value, self.machine, number, day, m)), NOBODY
                )
                return day, person, machine
        return None

    def _is_on(self, value: Any, chosen: dict[tuple[int, int, int], Any], *at: int) -> bool:
        return at in chosen and bool(value(chosen[at]))

    def _new(self, is_so: bool) -> Any:
        variable = self.solver.new_bool_var("")
        self.solver.add_hint(variable, is_so)
        return variable

    def _choose(self, number: int) -> None:
        """Let a work stay, or stand on a day with one person and, where one is needed, one machine."""
        board, task, hint = self.board, self.board.tasks[number], self.start[number]
        if task.at is not None and task.at[0] >= task.first and self._has_hours(task.at, task.work.hours):
            self.stays[number] = self._new(hint == task.at)
        for day in range(task.first, len(board.days)):
            people = [p for p in task.people if board.left_of_people[p][day] >= task.work.hours]
            machines = [m for m in task.machines if board.left_of_machines[m][day] >= task.work.hours]
            keeps = [self.stays[number]] if task.at and task.at[0] == day and number in self.stays else []
            if not keeps and (not people or (task.machines and not machines)):
                continue
            here = hint is not None and hint[0] == day
            stands = self.day[number, day] = self._new(here)
            self.costs.append(day * stands)
            moved = here and hint != task.at
            for chosen, able, part in ((self.person, people, 1), (self.machine, machines, 2)):
                for each in able:
                    chosen[number, day, each] = self._new(moved and hint is not None and hint[part] == each)
                if part == 1 or task.machines:
                    self.solver.add(sum(chosen[number, day, each] for each in able) + sum(keeps) == stands)
        self._count_places(number)

    def _has_hours(self, spot: Spot, hours: int) -> bool:
        day, person, machine = spot
        board = self.board
        return (person == NOBODY or board.left_of_people[person][day] >= hours) and (
            machine == NOBODY or board.left_of_machines[machine][day] >= hours
        )

    def _count_places(self, number: int) -> None:
        placed = sum(self.days_of(number))
        self.solver.add(placed <= 1)
        self.placed.append(placed)
        self.costs.append(UNPLACED * (1 - placed))
        if self.board.tasks[number].at is not None:
            self.costs.append(MOVED * (placed - self.stays.get(number, 0)))

    def days_of(self, number: int, until: int | None = None) -> list[Any]:
        """The variables of the days of a work, up to and with day `until`."""
        last = len(self.board.days) if until is None else until + 1
        return [self.day[number, day] for day in range(last) if (number, day) in self.day]

    def _hold_within_hours(self) -> None:
        """No person and no machine has more to do on a day than there is left."""
        used: defaultdict[tuple[int, int, int], list[Any]] = defaultdict(list)
        for part, chosen in ((1, self.person), (2, self.machine)):
            for (number, day, each), variable in chosen.items():
                used[part, each, day].append((self.board.tasks[number].work.hours, variable))
        for number, variable in self.stays.items():
            task = self.board.tasks[number]
            for part in (1, 2):
                if task.at is not None and task.at[part] != NOBODY:
                    used[part, task.at[part], task.at[0]].append((task.work.hours, variable))
        for (part, each, day), terms in used.items():
            left = (self.board.left_of_people if part == 1 else self.board.left_of_machines)[each][day]
            if sum(hours for hours, _ in terms) > left:
                self.solver.add(sum(hours * variable for hours, variable in terms) <= left)

    def _hold_in_order(self, numbers: list[int]) -> None:
        """No work stands before the stages that come first, nor has a place when one of those has none."""
        tasks = self.board.tasks
        for earlier, later in itertools.permutations(numbers, 2):
            if tasks[earlier].work.stage < tasks[later].work.stage:
                self._hold_pair(earlier, later)

    def _hold_pair(self, earlier: int, later: int) -> None:
        first, second = self.board.tasks[earlier], self.board.tasks[later]
        if first.work.is_fixed and second.work.is_fixed:
            return
        if first.work.is_fixed:
            if first.at is not None:
                for variable in self.days_of(later, first.at[0] - 1):
                    self.solver.add(variable == 0)
        elif second.work.is_fixed:
            if second.at is not None:
                self.solver.add(sum(self.days_of(earlier)) == sum(self.days_of(earlier, second.at[0])))
        else:
            for day in range(len(self.board.days)):
                if (later, day) in self.day:
                    self.solver.add(sum(self.days_of(later, day)) <= sum(self.days_of(earlier, day)))

    def _hold_within_the_day(self, numbers: list[int]) -> None:
        """The stages of a job on one day, one after another, take no longer than the day."""
        tasks = self.board.tasks
        by_stage: defaultdict[int, list[int]] = defaultdict(list)
        for number in numbers:
            by_stage[tasks[number].work.stage].append(number)
        stages = list(by_stage.values())
        ways = 1
        for each in stages:
            ways *= len(each)
        chains = list(itertools.product(*stages)) if ways <= _MOST_CHAINS else [tuple(numbers)]
        for day, length in enumerate(self.board.length):
            for chain in chains if len(stages) > 1 else ():
                self._hold_chain(chain, day, length)

    def _hold_chain(self, chain: tuple[int, ...], day: int, length: int) -> None:
        """A chain of works fits into the day, as far as they may be moved off it."""
        tasks = self.board.tasks
        fixed = sum(
            tasks[n].work.hours for n in chain if tasks[n].work.is_fixed and (tasks[n].at or (-1,))[0] == day
        )
        free = [(tasks[n].work.hours, self.day[n, day]) for n in chain if (n, day) in self.day]
        together = len(free) + bool(fixed) > 1
        if together and fixed + sum(hours for hours, _ in free) > length:
            self.solver.add(sum(hours * variable for hours, variable in free) <= max(0, length - fixed))

    def _count_days_late(self, numbers: list[int]) -> None:
        """A job is as late as the latest of its works; one without a place is done after the last day."""
        tasks = self.board.tasks
        free = [n for n in numbers if not tasks[n].work.is_fixed]
        most = max((tasks[n].late[-1] for n in free), default=0)
        if not most:
            return
        late = self.solver.new_int_var(0, most, "")
        for number in free:
            days = [d for d in range(len(self.board.days)) if (number, d) in self.day]
            lates = tasks[number].late
            spared = sum((lates[-1] - lates[d]) * self.day[number, d] for d in days)
            self.solver.add(late >= lates[-1] - spared)
        self.solver.add_hint(late, max(self._late_at_first(n) for n in free))
        self.costs.append(A_DAY_LATE * (RUSH if tasks[free[0]].work.is_rush else 1) * late)

    def _late_at_first(self, number: int) -> int:
        spot = self.start[number]
        return self.board.tasks[number].late[spot[0] if spot else -1]
