"""What happens next with a job and when, in a customer's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from models.core import clock
from models.core.dates import short_day
from models.jobs import STEPS, WORDS, Job, JobStatus

from ..public_job.quotes import money

S: Final = JobStatus

_LATER: Final = {
    "Confirmed": "You say yes, and we hold your date.",
    "Getting ready": "We get your design and the garments ready. We print nothing before you say yes.",
    "In production": "We make your order. Every piece is checked, folded and packed by size.",
    "Ready": "Your order is ready. We write to you at that moment.",
}
"""What each later step brings; the last needs no words."""

_GATES: Final = {
    "deposit": "We wait for your deposit.",
    "art": "Your design is not approved yet.",
    "blanks": "We wait for the garments.",
}
"""What a customer is told of a gate that holds the job back; the shop's own reasons are its own."""


@dataclass(frozen=True)
class Next:
    """One line: when ("Now", a day, "Then"), what happens, and whether it is what happens at present."""

    when: str
    sentence: str
    is_now: bool = False


def next_steps(job: Job, now: str) -> list[Next]:
    """The lines of the job's page; `now` is what is said of the present. The gates are loaded with the job."""
    if job.step.ended or job.status == S.COMPLETED:
        return [Next("Now", now, is_now=True)]
    later = [Next(_when(job, name), _LATER[name]) for name in STEPS[job.step.index + 1 :] if name in _LATER]
    return [Next("Now", now, is_now=True), *_held_back(job), *later]


def summary(job: Job, paused_because: str = "") -> tuple[str, str]:
    """The bold words and the sentence after them on a job's card."""
    if job.status == S.ON_HOLD:
        return "Paused.", paused_because or "We write to you when it goes on."
    if job.status == S.QUOTE_SENT:
        return _quote(job), "Accept it to go on."
    held = _held_back(job)
    if held and job.status in (S.APPROVED, S.PREP):
        return held[0].sentence, " ".join(each.sentence for each in held[1:])
    said = WORDS[job.status].page
    ready = _ready_by(job)
    return (
        (ready, f"{said.headline}.")
        if ready
        else (f"{said.headline}.", said.sentence.format(number=job.number))
    )


def _quote(job: Job) -> str:
    price = f"Quote of {money(job.quoted_amount)}" if job.quoted_amount is not None else "Your quote"
    until = f", good until {short_day(job.quote_expires_on)}" if job.quote_expires_on else ""
    return f"{price}{until}."


def _ready_by(job: Job) -> str:
    is_on_the_way = job.status in (S.APPROVED, S.PREP, S.READY, S.IN_PRODUCTION, S.QUALITY_CHECK)
    if not is_on_the_way or job.due_on is None or job.due_on < clock.shop_day():
        return ""
    return f"Ready by {short_day(job.due_on)}."


def _when(job: Job, step: str) -> str:
    return f"By {short_day(job.due_on)}" if step == "Ready" and _ready_by(job) and job.due_on else "Then"


def _held_back(job: Job) -> list[Next]:
    if job.status not in (S.APPROVED, S.PREP):
        return []
    return [
        Next(short_day(gate.expected_on) if gate.expected_on else "Before", _GATES[gate.gate])
        for gate in job.gates
        if gate.is_blocked and gate.gate in _GATES
    ]
