"""The earliest honest date for a quote: its operations placed behind all that is booked, without booking any."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy.orm import Session

from ..core import clock
from ..core.dates import short_day
from ..gates import JobGate
from ..jobs import Job
from ..settings import declare, value_of
from .gates_ahead import gated_from
from .plan import load_plan
from .planned import doing
from .planning import Board, Problem, Work, place_in_order, ticks, why_unplaced
from .room import Room, room_between
from .routing import Step, steps_of

LOOKED_AT: Final = 90
"""Days ahead in which a place is looked for."""

_Days = Annotated[int, Field(ge=0, le=365)]

declare("art_lead_days", 3, "How many days customers usually take to approve their art.", _Days)
declare("blanks_lead_days", 5, "How many days blanks usually take from the order to the shelf.", _Days)

_LEADS: Final = {"art": "art_lead_days", "blanks": "blanks_lead_days"}


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

    Work begins tomorrow; production waits for the gates that are blocked, until the day they are expected or for
    their usual time.
    """
    steps = list(steps_of(job, load_plan(session), has_art_to_make=_is_blocked(job, "art")))
    if not steps:
        return PromiseDate(None, "No date can be told: say first what is made.", [])
    first = clock.shop_day() + dt.timedelta(days=1)
    room = room_between(session, first, first + dt.timedelta(days=LOOKED_AT), {}, {s.stage.id for s in steps})
    opens, gate = _last_gate(session, job)
    works = _works(job, steps, room, gated_from(session), opens)
    board = Board(Problem(room.days, tuple(works), room.people, room.machines, room.length))
    spots = place_in_order(board, range(len(board.jobs)))
    days = {work.id: room.days[spot[0]] for work, spot in zip(works, spots, strict=True) if spot is not None}
    told = [PromisedStep(work.doing, f"{work.hours / 10_000:.1f}", days.get(work.id)) for work in works]
    if len(days) < len(works):
        why = next(iter(why_unplaced(board, spots).values()))
        return PromiseDate(None, f"No date within {LOOKED_AT} days: {why}", told)
    date = max(days.values())
    because = _because(works, days, room, opens, gate)
    return PromiseDate(date, f"Earliest honest date: {short_day(date)}{because}", told)


def _works(
    job: Job, steps: Sequence[Step], room: Room, gated: int | None, opens: dt.date | None
) -> list[Work]:
    """The steps as works; one that is longer than any day in as many parts as it takes.

    What is more than all people have on all days stays whole, and so without a place: its parts could be very many.
    """
    longest = max([0, *room.length.values()])
    most = longest * len(room.days) * len(room.people)
    works: list[Work] = []
    for step in steps:
        left = whole = ticks(step.hours)
        waits = gated is not None and step.stage.position >= gated
        while left > 0:
            part = min(left, longest) if whole <= most else left
            works.append(
                Work(
                    id=str(len(works)),
                    job=job.id,
                    stage=step.stage.position,
                    skill=step.stage.id,
                    hours=part,
                    method=step.method.name if step.method else None,
                    earliest=opens if waits else None,
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
    lead = value_of(session, _LEADS[gate.gate]) if gate.gate in _LEADS else 0
    return clock.shop_day() + dt.timedelta(days=lead)


def _because(
    works: Sequence[Work], days: dict[str, dt.date], room: Room, opens: dt.date | None, gate: str
) -> str:
    """What the date waits for longest: a stage that is full until the day before, or a gate."""
    before, longest, full = room.days[0], 0, ""
    for work in works:
        free = max(before, work.earliest or before)
        waited = sum(1 for day in room.days if free <= day < days[work.id])
        if waited > longest:
            last = max(day for day in room.days if day < days[work.id])
            longest, full = (
                waited,
                f" – {work.doing[:1].lower()}{work.doing[1:]} is full until {short_day(last)}",
            )
        before = max(before, days[work.id])
    waits = sum(1 for day in room.days if opens is not None and day < opens)
    if opens is not None and waits > longest:
        return f" – production waits for the {gate} until about {short_day(opens)}"
    return full
