"""A better plan than the quick search's: OR-Tools' CP-SAT plans some jobs anew, again and again, in the room that the
others leave them.

Jobs share nothing but hours, so a few of them are a small problem of the same kind. All at once are too much for two
seconds (measured: 200 operations take CP-SAT half a second to read and ten to better).
"""

from __future__ import annotations

import random
import time
from dataclasses import replace
from typing import Any, Final

from models.scheduling.planning import Board, Plan, Problem, Resource, improved, why_unplaced
from models.scheduling.planning.board import NOBODY, Spots
from models.scheduling.planning.figures import cost_of, late_jobs, unplaced_on
from models.scheduling.planning.greedy import as_they_came, place_in_order

from .model import Model

MOST_SECONDS: Final = 10.0
"""No plan takes longer, whatever the machine does."""

ROUNDS: Final = 12
"""So many times some jobs are planned anew: a count and not a time, so that a busy machine finds the same plan."""

_EFFORT: Final = 0.06
"""What one round may take, in what CP-SAT calls deterministic seconds; most are done in a tenth of it."""
_JOBS_AT_ONCE: Final = 6
_LATE_AT_ONCE: Final = 2
_SEED: Final = 687


def solve(problem: Problem, *, rounds: int = ROUNDS, seconds: float = MOST_SECONDS) -> Plan:
    """A plan that breaks no rule, with as few days late as are found; the same one for the same problem.

    A reason stands for each operation without a place; there are no more of those than if jobs were taken as they come.
    """
    ends, board = time.monotonic() + seconds, Board(problem)
    spots = _searched(board, rounds, ends)
    most = unplaced_on(board, place_in_order(board, as_they_came(board)))
    if unplaced_on(board, spots) > most:
        board = Board(problem, most)
        spots = _searched(board, rounds, ends)
    return board.plan(spots, why_unplaced(board, spots))


def _searched(board: Board, rounds: int, ends: float) -> Spots:
    """The best places that are found until `ends`."""
    spots = improved(board)
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    for _ in range(rounds):
        if not _can_be_bettered(board, spots) or time.monotonic() >= ends:
            break
        jobs = _chosen(board, spots, chance)
        spots = _planned_anew(board, spots, jobs, ends - time.monotonic())
        if len(jobs) == len(board.jobs):
            break  # all of them at once: it is the best there is
    return spots


def _can_be_bettered(board: Board, spots: Spots) -> bool:
    """Whether a job is late, an operation has no place or one is moved: else only days could be changed."""
    only_days = sum(
        spot[0]
        for task, spot in zip(board.tasks, spots, strict=True)
        if spot is not None and not task.work.is_fixed
    )
    return cost_of(board, spots) > only_days


def _chosen(board: Board, spots: Spots, chance: random.Random) -> list[int]:
    """Some of the jobs that are late or have no place, and some others."""
    late = late_jobs(board, spots)
    chosen = chance.sample(late, min(_LATE_AT_ONCE, len(late)))
    others = [job for job in range(len(board.jobs)) if job not in chosen]
    return sorted(chosen + chance.sample(others, min(_JOBS_AT_ONCE - len(chosen), len(others))))


def _planned_anew(board: Board, spots: Spots, jobs: list[int], seconds: float) -> Spots:
    """The places with those jobs planned anew, where that is better."""
    numbers = sorted(number for job in jobs for number in board.jobs[job])
    start = [spots[number] for number in numbers]
    part = _part_of(board, spots, numbers)
    found = _solved(part, start, seconds)
    if cost_of(part, found) >= cost_of(part, start):
        return spots
    bettered = list(spots)
    for number, spot in zip(numbers, found, strict=True):
        bettered[number] = spot
    return bettered


def _part_of(board: Board, spots: Spots, numbers: list[int]) -> Board:
    """Those works alone, in the room that the others leave them."""
    problem, most = _without_the_others(board, spots, set(numbers)), board.most_unplaced
    if most is not None:
        others = [None if number in numbers else spot for number, spot in enumerate(spots)]
        free = sum(1 for number in numbers if not board.tasks[number].work.is_fixed)
        most = max(0, most - (unplaced_on(board, others) - free))
    return Board(problem, most)


def _without_the_others(board: Board, spots: Spots, chosen: set[int]) -> Problem:
    people = [list(row) for row in board.left_of_people]
    machines = [list(row) for row in board.left_of_machines]
    for number, (task, spot) in enumerate(zip(board.tasks, spots, strict=True)):
        if number in chosen or spot is None or task.work.is_fixed:
            continue
        for rows, each in ((people, spot[1]), (machines, spot[2])):
            if each != NOBODY:
                rows[each][spot[0]] -= task.work.hours
    problem = board.problem
    return replace(
        problem,
        works=tuple(work for number, work in enumerate(problem.works) if number in chosen),
        people=_with_left(problem.people, people, board),
        machines=_with_left(problem.machines, machines, board),
    )


def _with_left(resources: tuple[Resource, ...], rows: list[list[int]], board: Board) -> tuple[Resource, ...]:
    return tuple(
        replace(resource, left=dict(zip(board.days, row, strict=True)))
        for resource, row in zip(resources, rows, strict=True)
    )


def _solved(board: Board, start: Spots, seconds: float) -> Spots:
    from ortools.sat.python import cp_model  # slow to load, and only a planner needs it

    model = Model(board, cp_model.CpModel(), start)
    solver: Any = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = _SEED
    solver.parameters.symmetry_level = 0
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.max_deterministic_time = _EFFORT
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    solver.parameters.max_presolve_iterations = 1
    if solver.solve(model.solver) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return start
    return [
        start[number] if task.work.is_fixed else model.spot(solver.value, number)
        for number, task in enumerate(board.tasks)
    ]
