"""How an area of the shop takes part in the demo: a file of its own in this directory, which registers what it does.

@opening(40)                      # rows that are there on the first day, in the order of the positions
def add_machines(shop: Simulation) -> None: ...

@every_workday(at=8)              # what happens each working day at eight
def order_blanks(shop: Simulation) -> None: ...

@closing(10)                      # what is there in the end, such as what is planned for the coming weeks
def plan_the_month(shop: Simulation) -> None: ...

@when(Job, "ship")                # what follows when the demo has spoken a verb to a row
def pay_the_carrier(shop: Simulation, job: Job) -> None: ...
"""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .simulation import Simulation

Deed = Callable[["Simulation"], object]
Consequence = Callable[["Simulation", Any], object]

OPENINGS: list[tuple[int, str, Deed]] = []
CLOSINGS: list[tuple[int, str, Deed]] = []
DAILY: list[tuple[float, str, Deed]] = []
CONSEQUENCES: dict[tuple[type, str], list[Consequence]] = defaultdict(list)


def opening(position: int) -> Callable[[Deed], Deed]:
    """Do it before the first day, in the order of the positions."""

    def register(deed: Deed) -> Deed:
        OPENINGS.append((position, deed.__qualname__, deed))
        return deed

    return register


def closing(position: int) -> Callable[[Deed], Deed]:
    """Do it at the present, when everything else has happened, in the order of the positions."""

    def register(deed: Deed) -> Deed:
        CLOSINGS.append((position, deed.__qualname__, deed))
        return deed

    return register


def every_workday(*, at: float) -> Callable[[Deed], Deed]:
    """Do it each working day, `at` hours after midnight in the shop's zone."""

    def register(deed: Deed) -> Deed:
        DAILY.append((at, deed.__qualname__, deed))
        return deed

    return register


def when(model: type, *verbs: str) -> Callable[[Consequence], Consequence]:
    """Do it after the demo has spoken one of `verbs` to a row of `model`, at the same moment."""

    def register(consequence: Consequence) -> Consequence:
        for verb in verbs:
            CONSEQUENCES[model, verb].append(consequence)
        return consequence

    return register


def load() -> None:
    """Import every file of the demo, so that what it registers is known."""
    package = importlib.import_module(__package__ or "app.demo")
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
