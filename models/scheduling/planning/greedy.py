"""Placing job after job, each operation on the first day that has room for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

from .board import NOBODY, Board, Spot, Spots, Task
from .facts import Plan, Problem
from .reasons import why_unplaced

NOWHERE: Final = 10**6


class Room:
    """The ticks still left while works are being placed, and what each job does on each day."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.spots: Spots = [None] * len(board.tasks)
        self.people = [list(row) for row in board.left_of_people]
        self.machines = [list(row) for row in board.left_of_machines]
        self._days: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for number, task in enumerate(board.tasks):
            if task.work.is_fixed and task.at is not None:
                self._days[task.job, task.at[0]].append(number)  # its hours are not in what is left

    def put(self, number: int, spot: Spot) -> None:
        """Place a work that fits there."""
        self._change(number, spot, -self.board.tasks[number].work.hours)
        self.spots[number] = spot
        self._days[self.board.tasks[number].job, spot[0]].append(number)

    def take(self, number: int) -> None:
        """Take a placed work away again."""
        spot = self.spots[number]
        if spot is not None:
            self._change(number, spot, self.board.tasks[number].work.hours)
            self.spots[number] = None
            self._days[self.board.tasks[number].job, spot[0]].remove(number)

    def fits(self, task: Task, spot: Spot) -> bool:
        """Whether those hours are left there, and the job's stages fit one after another into that day."""
        day, person, machine = spot
        hours = task.work.hours
        return (
            (person == NOBODY or self.people[person][day] >= hours)
            and (machine == NOBODY or self.machines[machine][day] >= hours)
            and self.is_short_enough(task, day)
        )

    def is_short_enough(self, task: Task, day: int) -> bool:
        """Whether the stages that its job has on that day, one after another, take no longer than the day."""
        others = self._days.get((task.job, day))
        if not others:
            return True
        longest = {task.work.stage: task.work.hours}
        for other in others:
            work = self.board.tasks[other].work
            longest[work.stage] = max(longest.get(work.stage, 0), work.hours)
        return sum(longest.values()) <= self.board.length[day]

    def first_spot(self, task: Task, first: int, last: int) -> Spot | None:
        """The first place for it from day `first` to day `last`; None when there is none."""
        hours = task.work.hours
        for day in range(first, min(last, len(self.board.days) - 1) + 1):
            person = next((p for p in task.people if self.people[p][day] >= hours), None)
            if person is None:
                continue
            machine: int | None = NOBODY
            if task.machines:
                machine = next((m for m in task.machines if self.machines[m][day] >= hours), None)
            if machine is not None and self.is_short_enough(task, day):
                return day, person, machine
        return None

    def _change(self, _number: int, spot: Spot, by: int) -> None:
        day, person, machine = spot
        if person != NOBODY:
            self.people[person][day] += by
        if machine != NOBODY:
            self.machines[machine][day] += by


def place_in_order(board: Board, order: Iterable[int], released: Collection[int] = ()) -> Spots:
    """Place the jobs of `order` one after another. Those not `released` keep the places that they have, if they may."""
    room = Room(board)
    order = list(order)
    for job in order:
        if job not in released:
            _keep(room, job)
    for job in order:
        if not _place(room, job):
            _clear(room, job)
            _place(room, job)
    return room.spots


def _keep(room: Room, job: int) -> None:
    """Leave the works of a job where they stand, as far as that is possible and in order."""
    for number in room.board.jobs[job]:
        task = room.board.tasks[number]
        if task.at is None or task.work.is_fixed:
            continue
        first, last = _between(room, number)
        if first <= task.at[0] <= last and room.fits(task, task.at):
            room.put(number, task.at)


def _place(room: Room, job: int) -> bool:
    """Place what has no place yet, in the order of stages; False when something of the job has none after it."""
    tasks, ended = room.board.tasks, NOWHERE
    for number in room.board.jobs[job]:
        task = tasks[number]
        if task.work.is_fixed or room.spots[number] is not None:
            if room.spots[number] is not None and task.work.stage > ended:
                return False
            continue
        if task.work.stage > ended:
            continue
        spot = room.first_spot(task, *_between(room, number))
        if spot is None:
            ended = min(ended, task.work.stage)
        else:
            room.put(number, spot)
    return ended == NOWHERE


def _between(room: Room, number: int) -> tuple[int, int]:
    """The first and the last day that the other stages of the job leave to this one."""
    task, last = room.board.tasks[number], NOWHERE
    first = task.first
    for other in room.board.jobs[task.job]:
        stage, spot = room.board.tasks[other].work.stage, _spot(room, other)
        if spot is not None and stage < task.work.stage:
            first = max(first, spot[0])
        elif spot is not None and stage > task.work.stage:
            last = min(last, spot[0])
    return first, last


def _spot(room: Room, number: int) -> Spot | None:
    task = room.board.tasks[number]
    return task.at if task.work.is_fixed else room.spots[number]


def _clear(room: Room, job: int) -> None:
    for number in room.board.jobs[job]:
        room.take(number)


def first_come_first_served(problem: Problem) -> Plan:
    """The plan of a shop that takes jobs as they come: each operation on the first day on which somebody has time."""
    board = Board(problem)
    spots = place_in_order(board, as_they_came(board))
    return board.plan(spots, why_unplaced(board, spots))


def as_they_came(board: Board) -> list[int]:
    """The jobs in the order in which they came."""
    came = [min(board.tasks[n].work.arrived for n in numbers) for numbers in board.jobs]
    return sorted(range(len(board.jobs)), key=came.__getitem__)
