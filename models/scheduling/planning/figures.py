"""How good a plan is: days late, and the one number that search and solver make small."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .board import RUSH, Board, Spots
from .facts import Place, Problem

A_DAY_LATE: Final = 100_000
UNPLACED: Final = 2 * A_DAY_LATE
MOVED: Final = 30
"""What a day late, a work without a place and a moved one cost; a day later costs 1."""

TOO_MANY: Final = 10_000 * A_DAY_LATE
"""What a work without a place costs beyond those that the board allows."""


@dataclass(frozen=True)
class Lateness:
    """So many jobs are late, by so many calendar days together; `unplaced` operations have no place."""

    jobs: int
    days: int
    unplaced: int


def lateness_of(problem: Problem, places: Mapping[str, Place]) -> Lateness:
    """What these places make of the jobs' due dates.

    A job is finished on the day of its last operation. One with an operation that has no place is counted as finished
    on the day after the horizon, since it cannot be sooner, and as late by a day at least: leaving work out never looks
    better than doing it.
    """
    after = problem.days[-1] + dt.timedelta(days=1) if problem.days else dt.date.max
    late: defaultdict[str, int] = defaultdict(int)
    for work in problem.works:
        place = places.get(work.id) or (work.at if work.is_fixed else None)
        if work.due is not None:
            days_late = (place.day - work.due).days if place else max(1, (after - work.due).days)
            late[work.job] = max(late[work.job], days_late)
    unplaced = sum(1 for work in problem.works if work.id not in places and not work.is_fixed)
    days = [count for count in late.values() if count > 0]
    return Lateness(len(days), sum(days), unplaced)


def cost_of(board: Board, spots: Spots) -> int:
    """The weighted days late and works without a place, then moved ones, then how late in the horizon all stand."""
    total = TOO_MANY * max(0, unplaced_on(board, spots) - _allowed_on(board))
    last = len(board.days)
    for numbers in board.jobs:
        late, rush = 0, 1
        for number in numbers:
            task, spot = board.tasks[number], spots[number]
            if task.work.is_fixed:
                continue
            late = max(late, task.late[spot[0] if spot else last])
            rush = RUSH if task.work.is_rush else 1
            total += spot[0] if spot else UNPLACED
            if task.at is not None and spot is not None and spot != task.at:
                total += MOVED
        total += late * rush * A_DAY_LATE
    return total


def unplaced_on(board: Board, spots: Spots) -> int:
    """How many works have no place."""
    pairs = zip(board.tasks, spots, strict=True)
    return sum(1 for task, spot in pairs if spot is None and not task.work.is_fixed)


def _allowed_on(board: Board) -> int:
    return len(board.tasks) if board.most_unplaced is None else board.most_unplaced


def late_jobs(board: Board, spots: Spots) -> list[int]:
    """The jobs that are late or of which an operation has no place."""
    last = len(board.days)
    return [
        job
        for job, numbers in enumerate(board.jobs)
        if any(
            not board.tasks[n].work.is_fixed
            and (spots[n] is None or board.tasks[n].late[(spots[n] or (last,))[0]])
            for n in numbers
        )
    ]
