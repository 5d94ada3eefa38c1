"""What a plan is made from and what comes of it: values without a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

_TICKS: Final = 10_000


def ticks(hours: Decimal) -> int:
    """`hours` in ten-thousandths, the scale of the columns: exact."""
    return int((hours * _TICKS).to_integral_value())


def hours_of(count: int) -> Decimal:
    """So many ticks in hours."""
    return Decimal(count) / _TICKS


@dataclass(frozen=True)
class Place:
    """A day and who or what does it then; `machine` is None where none is needed."""

    day: dt.date
    person: str | None = None
    machine: str | None = None


@dataclass(frozen=True)
class Work:
    """An operation that may be placed, or (`is_fixed`) one that stays where it is and binds the others of its job.

    `hours` are ticks. `stage` is the stage's position in the order of work, `skill` its id. `earliest` is the first
    day on which it may stand, as a gate's expected date says. `arrived` orders jobs by when they came;
    `version` is the row's.
    """

    id: str
    job: str
    stage: int
    skill: str
    hours: int
    method: str | None = None
    due: dt.date | None = None
    is_rush: bool = False
    earliest: dt.date | None = None
    at: Place | None = None
    is_fixed: bool = False
    arrived: int = 0
    version: int = 0
    name: str = "This operation"
    doing: str = "this"


@dataclass(frozen=True)
class Resource:
    """A person or a machine: what it can do, as (stage id, method or None for every one), and ticks left by day.

    What is left is without the works of the problem that may move: where they stand now is free for all of them.
    """

    id: str
    name: str
    can: frozenset[tuple[str, str | None]]
    left: Mapping[dt.date, int]

    def does(self, skill: str, method: str | None) -> bool:
        """Whether it can do this stage by this method; one that needs no method, by any."""
        if method is None:
            return any(stage == skill for stage, _ in self.can)
        return (skill, None) in self.can or (skill, method) in self.can


@dataclass(frozen=True)
class Problem:
    """What is to be placed within `days` (in order), and by whom; `length`: how many ticks the shop works on each."""

    days: tuple[dt.date, ...]
    works: tuple[Work, ...]
    people: tuple[Resource, ...]
    machines: tuple[Resource, ...]
    length: Mapping[dt.date, int]


@dataclass(frozen=True)
class Plan:
    """Where each work stands, by id; what has no place has a sentence in `unplaced`, which says why."""

    places: Mapping[str, Place]
    unplaced: Mapping[str, str] = field(default_factory=dict)
