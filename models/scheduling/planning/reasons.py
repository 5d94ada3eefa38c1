"""Why an operation has no place, as a sentence with the number that is missing and the next step."""

from __future__ import annotations

import datetime as dt

from .board import Board, Spots, Task
from .facts import Resource, hours_of


def why_unplaced(board: Board, spots: Spots) -> dict[str, str]:
    """By id the reason for each work that has no place."""
    return {
        task.work.id: _why(board, spots, task)
        for task, spot in zip(board.tasks, spots, strict=True)
        if spot is None and not task.work.is_fixed
    }


def _why(board: Board, spots: Spots, task: Task) -> str:
    work, first, last = task.work, *_between(board, spots, task)
    until = day_name(board.days[min(last, len(board.days) - 1)]) if board.days else "the end"
    if not task.people:
        return f"Nobody can do {work.doing}: give somebody the skill, or plan it by hand."
    before = _unplaced_before(board, spots, task)
    if before:
        return f"{before} has no place, and {work.doing} comes after it."
    longest = max([0, *board.length])
    if work.hours > longest:
        return _too_long(work.name, work.hours, longest)
    if first >= len(board.days):
        begin = f" It cannot begin before {day_name(work.earliest)}." if work.earliest else ""
        return f"The days looked at end on {until}.{begin} Look further ahead."
    if first > last:
        return f"A later stage of the job stands on {until} already: move that one first."
    return _too_full(board, task, spots, range(first, min(last, len(board.days) - 1) + 1))


def _too_long(name: str, ticks: int, longest: int) -> str:
    if longest == 0:
        return f"{name} has no place: nobody works on these days."
    parts = -(-ticks // longest)
    return (
        f"{name} takes {_h(ticks)}, and the longest day has {_h(longest)}: split it into {parts} operations of at "
        f"most {_h(longest)}."
    )


def _too_full(board: Board, task: Task, spots: Spots, days: range) -> str:
    """Who of those that can do it has the most time, and how much too little that is."""
    until = day_name(board.days[days[-1]])
    for able, resources, left, who in (
        (task.people, board.problem.people, _left(board, spots, 1), "Nobody who can do"),
        (task.machines, board.problem.machines, _left(board, spots, 2), "No machine for"),
    ):
        best = max(((left[n][day], -day, n) for n in able for day in days), default=None)
        if best is not None and best[0] < task.work.hours:
            needs = f"{who} {task.work.doing} has {_h(task.work.hours)} on one day until {until}"
            return f"{needs}: the most is {_most(best, resources, board.days)}."
    return (
        f"On no day until {until} have somebody who can do {task.work.doing} and a machine for it "
        f"{_h(task.work.hours)} together, or the job's stages do not fit one after another."
    )


def _most(best: tuple[int, int, int], resources: tuple[Resource, ...], days: tuple[dt.date, ...]) -> str:
    ticks, day, number = best
    return f"{_h(ticks)}, {resources[number].name} on {day_name(days[-day])}"


def _left(board: Board, spots: Spots, which: int) -> list[list[int]]:
    """The ticks left of people (1) or machines (2) after all that was placed."""
    rows = [list(row) for row in (board.left_of_people if which == 1 else board.left_of_machines)]
    for task, spot in zip(board.tasks, spots, strict=True):
        if spot is not None and spot[which] >= 0 and not task.work.is_fixed:
            rows[spot[which]][spot[0]] -= task.work.hours
    return rows


def _between(board: Board, spots: Spots, task: Task) -> tuple[int, int]:
    first, last = task.first, len(board.days)
    for number in board.jobs[task.job]:
        other = board.tasks[number]
        spot = other.at if other.work.is_fixed else spots[number]
        if spot is not None and other.work.stage < task.work.stage:
            first = max(first, spot[0])
        elif spot is not None and other.work.stage > task.work.stage:
            last = min(last, spot[0])
    return first, last


def _unplaced_before(board: Board, spots: Spots, task: Task) -> str:
    for number in board.jobs[task.job]:
        other = board.tasks[number].work
        if other.stage < task.work.stage and spots[number] is None and not other.is_fixed:
            return other.name
    return ""


def day_name(day: dt.date) -> str:
    """Such as “Tue 1 Dec”."""
    return f"{day:%a} {day.day} {day:%b}"


def _h(ticks: int) -> str:
    return f"{hours_of(ticks):.1f} h"
