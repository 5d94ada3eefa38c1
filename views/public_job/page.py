"""A job as its customer sees it: plain values for the page and for `status.json`, made by one function."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from models.core import clock
from models.core.dates import short_day, short_moment
from models.jobs import (
    STEPS,
    WORDS,
    CustomerStep,
    Job,
    JobItem,
    JobStatus,
    JobStatusUpdate,
    customer_step,
    size_order,
    steps_begun,
)

from . import words
from .invoices import Bill, issued_of

HUES: Final = ("quote", "confirmed", "preparing", "production", "ready", "done")
"""The hue of each step's pill."""


@dataclass(frozen=True)
class Step:
    """One of the steps on the bar. `state` is done, now, paused, later or ended."""

    mark: str
    name: str
    state: str
    when: str


@dataclass(frozen=True)
class Item:
    """What is made: its name, the sizes with their quantities, and the pieces in all."""

    name: str
    sizes: list[tuple[str, int]]
    pieces: int


@dataclass(frozen=True)
class Entry:
    """Something that happened: when, what, and what the shop said to it."""

    when: str
    at: str
    sentence: str
    message: str


@dataclass(frozen=True)
class Page:
    """All that the customer's page shows. It holds no cost, name of staff or status of the shop's own.

    Of prices it holds what was invoiced, and no other.
    """

    number: str
    title: str
    step: int | None
    step_name: str
    state: str
    hue: str
    headline: str
    sentence: str
    facts: list[tuple[str, str]]
    tracking: dict[str, str] | None
    steps: list[Step]
    items: list[Item]
    pieces: int
    history: list[Entry]
    bills: list[Bill]

    @property
    def position(self) -> str:
        """Such as “Step 4 of 6”; empty when the job has ended before its last step."""
        return "" if self.step is None else f"Step {self.step} of {len(STEPS)}"

    @property
    def announcement(self) -> str:
        """What is read out when the page has changed."""
        return ". ".join(filter(None, (self.step_name, self.position, self.headline, self.sentence)))

    @property
    def version(self) -> str:
        """Changes whenever anything on the page does."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:24]

    def status(self) -> dict[str, Any]:
        """The short form, for programs and for a page that looks whether it is still right."""
        names = ("number", "title", "step", "step_name", "state", "headline", "sentence", "tracking")
        facts = {label.lower().replace(" ", "_"): value for label, value in self.facts}
        return {name: getattr(self, name) for name in names} | {"steps": len(STEPS), "facts": facts}


def page_of(session: Session, job: Job) -> Page:
    """What the customer of `job` sees now; four queries."""
    updates = _visible_updates(session, job)
    items = _items(session, job)
    step = job.step
    said = WORDS[job.status].page
    sentence = said.sentence.format(number=job.number)
    if step.paused and updates:
        sentence = updates[-1].message or sentence  # why it is paused matters more than that we write
    return Page(
        number=job.number,
        title=job.title,
        step=None if step.ended else step.index + 1,
        step_name=step.name,
        state=_state(step),
        hue="paused" if step.paused else "ended" if step.ended else HUES[step.index],
        headline=said.headline,
        sentence=sentence,
        facts=_facts(job),
        tracking=_tracking(job),
        steps=_steps(job, step, updates),
        items=items,
        pieces=sum(item.pieces for item in items),
        history=_history(updates),
        bills=issued_of(session, job),
    )


def _visible_updates(session: Session, job: Job) -> list[JobStatusUpdate]:
    mine = sa.select(JobStatusUpdate).where(
        JobStatusUpdate.job_id == job.id, JobStatusUpdate.is_customer_visible
    )
    return list(session.scalars(mine.order_by(JobStatusUpdate.id)))


def _state(step: CustomerStep) -> str:
    if step.ended:
        return "ended"
    if step.paused:
        return "paused"
    return "done" if step.index == len(STEPS) - 1 else "moving"


def _facts(job: Job) -> list[tuple[str, str]]:
    facts = []
    if job.status == JobStatus.QUOTE_SENT and job.quote_expires_on:
        facts.append(("Answer by", short_day(job.quote_expires_on)))
    if job.due_on and not job.step.ended and job.step.index < STEPS.index("Done"):
        facts.append(("Due", short_day(job.due_on)))
    if _is_shipped(job) and job.shipped_at:
        facts.append(("Shipped", short_moment(job.shipped_at)))
    return facts


def _is_shipped(job: Job) -> bool:
    return job.status in (JobStatus.SHIPPED, JobStatus.COMPLETED) and bool(job.carrier)


def _tracking(job: Job) -> dict[str, str] | None:
    if not _is_shipped(job):
        return None
    carrier, number = job.carrier or "", job.tracking_number or ""
    pattern = words.tracker_of(carrier) if number else None
    return {
        "carrier": carrier,
        "number": number,
        "url": pattern.format(quote(number, safe="")) if pattern else "",
    }


def _steps(job: Job, step: CustomerStep, updates: list[JobStatusUpdate]) -> list[Step]:
    reached = {index: short_moment(at) for index, at in steps_begun(job, updates).items()}
    if step.ended:
        last = short_moment(updates[-1].created_at) if updates else ""
        passed = [Step("✓", STEPS[i], "done", reached[i]) for i in sorted(reached) if _was_passed(i, updates)]
        return [*passed, Step("×", step.name, "ended", last)]
    return [_step(index, step, reached, job) for index in range(len(STEPS))]


def _was_passed(index: int, updates: list[JobStatusUpdate]) -> bool:
    steps = [customer_step(update.old_status, None).index for update in updates]
    return index == 0 or index <= max(steps, default=0)


def _step(index: int, now: CustomerStep, reached: dict[int, str], job: Job) -> Step:
    name, mark = STEPS[index], str(index + 1)
    when = reached.get(index, "")
    finished = now.index == len(STEPS) - 1 and not now.paused
    if index < now.index or (index == now.index and finished):
        return Step("✓", name, "done", when)
    if index == now.index:
        return (
            Step(mark, name, "paused", "paused")
            if now.paused
            else Step(mark, name, "now", f"since {when}" if when else "")
        )
    due = index == STEPS.index("Ready") and job.due_on is not None and job.due_on >= clock.shop_day()
    return Step(mark, name, "later", f"by {short_day(job.due_on)}" if due and job.due_on else "")


def _items(session: Session, job: Job) -> list[Item]:
    mine = sa.select(JobItem).where(JobItem.job_id == job.id).order_by(JobItem.id)
    loaded = mine.options(selectinload(JobItem.sizes), selectinload(JobItem.product))
    return [_item(item) for item in session.scalars(loaded)]


def _item(item: JobItem) -> Item:
    sizes = sorted(((size.size, size.quantity) for size in item.sizes), key=lambda pair: size_order(pair[0]))
    name = item.description or (item.product.name if item.product else "Item")
    return Item(name, [(size, quantity) for size, quantity in sizes if quantity], item.quantity)


def _history(updates: list[JobStatusUpdate]) -> list[Entry]:
    """What happened, newest first. Moves that mean nothing to the customer are left out, unless something was said."""
    told = []
    for update in updates:
        sentence = words.HAPPENED.get(update.verb) or ""
        if sentence or update.message:
            at = update.created_at
            told.append(Entry(short_moment(at), at.isoformat(), sentence, update.message or ""))
    return told[::-1]
