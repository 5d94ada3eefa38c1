"""A good plan soon: jobs are placed in the order of their due dates, and that order is changed where jobs are late."""

from __future__ import annotations

import datetime as dt
import random
from typing import Final

from .board import RUSH, Board, Spots
from .figures import A_DAY_LATE, MOVED, cost_of
from .greedy import as_they_came, place_in_order

_SEED: Final = 687
_TRIES: Final = 24_000
"""Works that are placed in all while orders are tried: a quarter of a second."""


def improved(board: Board, tries: int = _TRIES) -> Spots:
    """The best places that a fixed number of tries finds; the same ones for the same board."""
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    everybody = set(range(len(board.jobs)))
    starts = [(order, released) for order in _orders(board) for released in (set[int](), everybody)]
    found = [(place_in_order(board, order, released), order, released) for order, released in starts]
    spots, order, released = min(found, key=lambda each: cost_of(board, each[0]))
    cost = cost_of(board, spots)
    for _ in range(tries // max(1, len(board.tasks))):
        if cost < MOVED + len(board.days) * len(board.tasks) and cost < A_DAY_LATE:
            break
        next_order, next_released = _changed(board, chance, spots, order, released)
        tried = place_in_order(board, next_order, next_released)
        if (reached := cost_of(board, tried)) <= cost:
            spots, cost, order, released = tried, reached, next_order, next_released
    return spots


def _orders(board: Board) -> list[list[int]]:
    """Rushes first and then by due date; all by due date; by due date less what is to be done; as they came."""
    jobs = range(len(board.jobs))
    first = [board.tasks[numbers[0]].work for numbers in board.jobs]
    due = [(work.due or dt.date.max).toordinal() for work in first]
    work = [sum(board.tasks[n].work.hours for n in numbers) for numbers in board.jobs]
    day = max([1, *board.length])
    return [
        sorted(jobs, key=lambda job: (not first[job].is_rush, due[job], first[job].arrived)),
        sorted(jobs, key=lambda job: (due[job], not first[job].is_rush, first[job].arrived)),
        sorted(jobs, key=lambda job: (due[job] - 2 * work[job] / day, first[job].arrived)),
        as_they_came(board),
    ]


def _changed(
    board: Board, chance: random.Random, spots: Spots, order: list[int], released: set[int]
) -> tuple[list[int], set[int]]:
    """Another order and other jobs that may move: a late job comes sooner, or a job that is not late comes later."""
    late = [job for job in order if _lateness(board, spots, job)]
    fine = [job for job in order if not _lateness(board, spots, job)]
    sooner = bool(late) and (not fine or chance.random() < 0.7)
    job = chance.choice(late if sooner else fine or order)
    place = order.index(job)
    to = chance.randint(0, place) if sooner else chance.randint(place, len(order) - 1)
    changed = order[:place] + order[place + 1 :]
    changed.insert(to, job)
    return changed, released ^ {job} if chance.random() < 0.3 else released | {job}


def _lateness(board: Board, spots: Spots, job: int) -> int:
    last = len(board.days)
    late = 0
    for number in board.jobs[job]:
        task, spot = board.tasks[number], spots[number]
        if not task.work.is_fixed:
            late = max(late, task.late[spot[0] if spot else last] + (spot is None))
    return late * (RUSH if board.tasks[board.jobs[job][0]].work.is_rush else 1)
