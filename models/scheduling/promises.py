"""The earliest honest date for a quote: its operations placed behind all that is promised, without booking any."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy.orm import Session

from ..core import clock
from ..core.dates import short_day
from ..gates import JobGate
from ..jobs import Job
from ..settings import declare, value_of
from .blanks_ahead import days_to_blanks
from .gates_ahead import gated_from
from .plan import load_plan
from .planned import doing, problem_between
from .planning import Board, Problem, Work, place_in_order, ticks, why_unplaced
from .planning.board import Spots
from .routing import Step, steps_of

LOOKED_AT: Final = 90
"""Days ahead in which a place is looked for."""

_Days = Annotated[int, Field(ge=0, le=365)]

_ART: Final = declare(
    "art_lead_days", 3, "How many days customers usually take to approve their art.", _Days
).name
_BLANKS: Final = declare(
    "blanks_lead_days",
    5,
    "How many days blanks usually take from the order to the shelf, where their supplier has no days of its own.",
    _Days,
).name


@dataclass(frozen=True)
class PromisedStep:
    """An operation that the job would have, and the day on which there is room for it."""

    what: str
    hours: str
    day: dt.date | None


@dataclass(frozen=True)
class PromiseDate:
    """The earliest honest date, None when none was found; a sentence that says what decides it; and the steps."""

    date: dt.date | None
    sentence: str
    steps: Sequence[PromisedStep]


def promise_date(session: Session, job: Job) -> PromiseDate:
    """When `job` could be done if it were accepted today. Nothing is booked.

    What is booked stays where it is, and what other jobs still have in the backlog comes first, as it is due. Work
    begins tomorrow; production waits for the gates that are blocked, until the day they are expected or for
    their usual time.
    """
    steps = list(steps_of(job, load_plan(session), has_art_to_make=_is_blocked(job, "art")))
    if not steps:
        return PromiseDate(None, "No date can be told: say first what is made.", [])
    today = clock.shop_day()
    until = today + dt.timedelta(days=LOOKED_AT)
    problem = problem_between(session, today, until, stages={step.stage.id for step in steps})
    opens, gate = _last_gate(session, job)
    works = _works(job, steps, problem, gated_from(session), opens)
    board = Board(replace(problem, works=(*problem.works, *works)))
    spots = _behind_all(board, len(works))
    days = {
        work.id: problem.days[spot[0]]
        for work, spot in zip(works, spots[-len(works) :], strict=True)
        if spot is not None
    }
    told = [PromisedStep(work.doing, f"{work.hours / 10_000:.1f}", days.get(work.id)) for work in works]
    if len(days) < len(works):
        why = why_unplaced(board, spots)[next(work.id for work in works if work.id not in days)]
        return PromiseDate(None, f"No date within {LOOKED_AT} days: {why}", told)
    date = max(days.values())
    because = _because(works, days, problem.days, opens, gate)
    return PromiseDate(date, f"Earliest honest date: {short_day(date)}{because}", told)


def _behind_all(board: Board, count: int) -> Spots:
    """Places for all works, the last `count` of which are the quote's and come after those of every other job."""
    mine = board.tasks[-count].job
    first = {job: board.tasks[numbers[0]].work for job, numbers in enumerate(board.jobs)}

    def urgency(job: int) -> tuple[bool, bool, dt.date, int]:
        work = first[job]
        return job == mine, not work.is_rush, work.due or dt.date.max, work.arrived

    return place_in_order(board, sorted(first, key=urgency))


def _works(
    job: Job, steps: Sequence[Step], problem: Problem, gated: int | None, opens: dt.date | None
) -> list[Work]:
    """The steps as works; one that is longer than any day in as many parts as it takes.

    What is more than all people have on all days stays whole, and so without a place: its parts could be very many.
    """
    longest = max([0, *problem.length.values()])
    tomorrow = clock.shop_day() + dt.timedelta(days=1)
    most = longest * len(problem.days) * len(problem.people)
    works: list[Work] = []
    for step in steps:
        left = whole = ticks(step.hours)
        waits = gated is not None and step.stage.position >= gated
        while left > 0:
            part = min(left, longest) if whole <= most else left
            works.append(
                Work(
                    id=f"quote {len(works)}",
                    job=f"quote {job.id}",
                    stage=step.stage.position,
                    skill=step.stage.id,
                    hours=part,
                    method=step.method.name if step.method else None,
                    earliest=max(opens or tomorrow, tomorrow) if waits else tomorrow,
                    name=f"{step.stage} of {job.number}",
                    doing=doing(step.stage, step.method),
                )
            )
            left -= part
    return works


def _is_blocked(job: Job, name: str) -> bool:
    return any(gate.gate == name and gate.is_blocked for gate in job.gates)


def _last_gate(session: Session, job: Job) -> tuple[dt.date | None, str]:
    """The day on which the last blocked gate usually opens, and its name."""
    expected = [(_opens(session, gate), gate.gate) for gate in job.gates if gate.is_blocked]
    return max(expected, default=(None, ""), key=lambda each: each[0] or dt.date.min)


def _opens(session: Session, gate: JobGate) -> dt.date:
    if gate.expected_on is not None:
        return gate.expected_on
    lead = 0
    if gate.gate == "art":
        lead = value_of(session, _ART)
    elif gate.gate == "blanks":
        lead = days_to_blanks(session, gate.job, value_of(session, _BLANKS))
    return clock.shop_day() + dt.timedelta(days=lead)


def _because(
    works: Sequence[Work],
    days: dict[str, dt.date],
    open_days: Sequence[dt.date],
    opens: dt.date | None,
    gate: str,
) -> str:
    """What the date waits for longest: a stage that is full until the day before, or a gate."""
    before, longest, full = open_days[0], 0, ""
    for work in works:
        free = max(before, work.earliest or before)
        waited = sum(1 for day in open_days if free <= day < days[work.id])
        if waited > longest:
            last = max(day for day in open_days if day < days[work.id])
            longest, full = (
                waited,
                f" – {work.doing[:1].lower()}{work.doing[1:]} is full until {short_day(last)}",
            )
        before = max(before, days[work.id])
    waits = sum(1 for day in open_days if opens is not None and day < opens)
    if opens is not None and waits > longest:
        return f" – production waits for the {gate} until about {short_day(opens)}"
    return full
