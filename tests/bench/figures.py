"""A benchmark's table: each figure beside what was promised."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pytest


def told(capsys: pytest.CaptureFixture[str], name: str, figure: float, goal: str, detail: str = "") -> None:
    """Print one line of the table."""
    with capsys.disabled():
        print(f"\n{name:44}{figure:8.2f}  {goal:9}{detail}", end="", flush=True)  # noqa: T201


def side_by_side(
    first: Callable[[], object], second: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """The median seconds of both, asked in turns, so that a busy machine is busy for both."""
    for each in (first, second):
        each()  # what is made once is made now
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for place, each in enumerate((first, second)):
            began = time.perf_counter()
            each()
            seconds[place].append(time.perf_counter() - began)
    return statistics.median(seconds[0]), statistics.median(seconds[1])
