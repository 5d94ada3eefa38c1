"""What completed work really took, against the routing: the median of actual per unit (domain.md, “Time”).

The work of a job at a stage counts once, with all parts of it that were split. What is measured is the part that grows
with the work: actual minutes less set-up and screens, by what the routing reckons for the same pieces, places, darkness
and stitches. Where nothing grows, the set-up itself is measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from ..core.types import round_half_up
from ..jobs import Job, JobItem
from ..people import Machine
from .estimates import Work, estimate_minutes
from .life import ScheduleStatus
from .operations import ProductionSchedule
from .stages import Routing
from .work import work_of

LEAST: Final = 5
"""Jobs below which nothing is concluded."""
MOST: Final = 50
"""The newest jobs that are looked at."""
_PER_PIECE: Final = ("minutes_per_piece", "minutes_per_dark_piece", "minutes_per_run")
_RATES: Final = ("pieces_per_hour", "stitches_per_minute")


@dataclass(frozen=True)
class Done:
    """The finished work of a job at a stage: what was done, on which machine (if one alone), in how many minutes."""

    work: Work
    machine: Machine | None
    minutes: Decimal


@dataclass(frozen=True)
class Measured:
    """What the newest jobs took: how many, the values that follow for the row, and rates of machines of their own."""

    jobs: int
    values: dict[str, Decimal]
    rates: dict[Machine, Decimal]

    @property
    def is_enough(self) -> bool:
        """Whether so many jobs allow a conclusion."""
        return self.jobs >= LEAST and bool(self.values or self.rates)


def measure(session: Session, routing: Routing) -> Measured:
    """What the routing's row would say by the newest completed work; three statements or four."""
    done = _done(session, routing)
    own = [each for each in done if routing.pieces_per_hour and each.machine and each.machine.pieces_per_hour]
    others = [each for each in done if each not in own]
    return Measured(len(done), _values(routing, others), _rates(routing, own))


def _done(session: Session, routing: Routing) -> list[Done]:
    table = ProductionSchedule
    mine = sa.and_(table.stage_id == routing.stage_id, table.status != ScheduleStatus.CANCELLED)
    if routing.decoration_method is not None:
        mine = sa.and_(mine, table.decoration_method == routing.decoration_method)
    newest = (
        sa.select(table.job_id, sa.func.max(table.completed_at).label("at"))
        .where(mine, table.completed_at.is_not(None))
        .group_by(table.job_id)
        .order_by(sa.desc("at"), table.job_id)
        .limit(MOST)
    )
    job_ids = list(session.scalars(newest))
    rows = session.scalars(
        sa.select(table).where(mine, table.job_id.in_(job_ids)).options(selectinload(table.machine))
    )
    by_job: dict[str, list[ProductionSchedule]] = defaultdict(list)
    for row in rows:
        by_job[row.job_id].append(row)
    jobs = (
        sa.select(Job)
        .where(Job.id.in_(job_ids))
        .options(selectinload(Job.items).selectinload(JobItem.decorations))
    )
    found = (_as_done(job, by_job[job.id], routing) for job in session.scalars(jobs.order_by(Job.id)))
    return [each for each in found if each is not None]


def _as_done(job: Job, operations: Sequence[ProductionSchedule], routing: Routing) -> Done | None:
    """None while a part of the work is not finished, or nobody wrote down its hours."""
    hours = [each.actual_hours for each in operations if each.status == ScheduleStatus.COMPLETED]
    if len(hours) != len(operations) or not all(hours):
        return None
    machines = {each.machine for each in operations}
    methods = {each.decoration_method for each in operations}
    work = work_of(job.items, methods.pop() if len(methods) == 1 else routing.decoration_method)
    total = sum((each for each in hours if each is not None), Decimal(0)) * 60
    return Done(work, machines.pop() if len(machines) == 1 else None, total)


def _values(routing: Routing, done: Sequence[Done]) -> dict[str, Decimal]:
    if len(done) < LEAST:
        return {}
    if not any(getattr(routing, name) for name in (*_PER_PIECE, *_RATES)):
        return {"setup_minutes": round_half_up(Decimal(median(each.minutes for each in done)), 2)}
    factor = _factor(routing, done)
    if factor is None:
        return {}
    per_piece = {
        name: round_half_up(value * factor, 4) for name in _PER_PIECE if (value := getattr(routing, name))
    }
    rates = {name: round_half_up(value / factor, 2) for name in _RATES if (value := getattr(routing, name))}
    return per_piece | rates


def _rates(routing: Routing, done: Sequence[Done]) -> dict[Machine, Decimal]:
    by_machine: dict[Machine, list[Done]] = defaultdict(list)
    for each in done:
        if each.machine is not None:
            by_machine[each.machine].append(each)
    rates = {}
    for machine, mine in by_machine.items():
        factor = _factor(routing, mine) if len(mine) >= LEAST else None
        if factor is not None and machine.pieces_per_hour:
            rates[machine] = round_half_up(machine.pieces_per_hour / factor, 2)
    return rates


def _factor(routing: Routing, done: Iterable[Done]) -> Decimal | None:
    """How many times as long a unit took as the routing says, as a median; None where it took no longer than set-up."""
    factors = []
    for each in done:
        setup = _fixed(routing, each)
        grows = estimate_minutes(routing, each.work, each.machine) - setup
        if grows > 0:
            factors.append((each.minutes - setup) / grows)
    found = Decimal(median(factors)) if len(factors) >= LEAST else Decimal(0)
    return found if found > 0 else None


def _fixed(routing: Routing, done: Done) -> Decimal:
    """Set-up and screens, which do not grow with the pieces."""
    own = done.machine.setup_minutes if done.machine else None
    setup = routing.setup_minutes if own is None else own
    return setup + routing.minutes_per_screen * sum(each.screens for each in done.work.prints)
