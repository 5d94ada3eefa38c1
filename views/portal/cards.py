"""The customer's jobs as cards: read in a few statements however many there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from models.core import clock
from models.core.dates import short_day
from models.jobs import STEPS, Job, JobStatus, JobStatusUpdate

from ..public_job import words
from ..public_job.page import HUES
from .next_steps import summary

PAST: Final = frozenset({JobStatus.COMPLETED, JobStatus.DECLINED, JobStatus.EXPIRED, JobStatus.CANCELLED})
"""Jobs that are over for the customer; a shipped one is on its way."""

MOST_ACTIVE: Final = 60
"""Cards on the first page."""

Pictures = Callable[[Session, Sequence[Job]], dict[str, str]]

_pictures: Final[list[Pictures]] = []


def job_pictures(find: Pictures) -> Pictures:
    """Declare where jobs get their picture from: addresses by the ids of jobs; the first that knows one gives it."""
    _pictures.append(find)
    return find


@dataclass(frozen=True)
class Card:
    """A job on the first page."""

    id: str
    number: str
    title: str
    pieces: str
    picture: str
    hue: str
    pill: str
    position: str
    segments: tuple[str, ...]
    bold: str
    sentence: str
    day: str


def active_jobs(session: Session, customer_id: str) -> list[Card]:
    """The jobs of a customer that run, those due soonest first."""
    mine = sa.select(Job).where(Job.customer_id == customer_id, Job.status.not_in(PAST))
    return _cards(session, mine.order_by(Job.due_on.nulls_last(), Job.id.desc()).limit(MOST_ACTIVE))


def past_jobs(session: Session, customer_id: str, *, most: int, after: int = 0) -> list[Card]:
    """The jobs of a customer that are over, those that ended last first."""
    mine = sa.select(Job).where(Job.customer_id == customer_id, Job.status.in_(PAST))
    return _cards(session, mine.order_by(Job.updated_at.desc(), Job.id).limit(most).offset(after))


def count_past(session: Session, customer_id: str) -> int:
    """How many are over."""
    mine = sa.select(sa.func.count()).where(Job.customer_id == customer_id, Job.status.in_(PAST))
    return session.scalar(mine) or 0


def pictures_of(session: Session, jobs: Sequence[Job]) -> dict[str, str]:
    """The address of each job's picture, where there is one."""
    found: dict[str, str] = {}
    for find in _pictures if jobs else ():
        found = find(session, jobs) | found
    return found


def _cards(session: Session, jobs: sa.Select[Any]) -> list[Card]:
    rows = session.scalars(jobs.options(selectinload(Job.items), selectinload(Job.gates))).all()
    pictures = pictures_of(session, rows)
    paused = _why_paused(session, [job.id for job in rows if job.step.paused])
    return [_card(job, pictures.get(job.id, ""), paused.get(job.id, "")) for job in rows]


def _why_paused(session: Session, job_ids: Collection[str]) -> dict[str, str]:
    """What the customer was told last when each of the jobs was paused."""
    if not job_ids:
        return {}
    told = sa.select(JobStatusUpdate.job_id, JobStatusUpdate.message).where(
        JobStatusUpdate.job_id.in_(job_ids),
        JobStatusUpdate.new_status == JobStatus.ON_HOLD,
        JobStatusUpdate.is_customer_visible,
        JobStatusUpdate.message.is_not(None),
    )
    return {job_id: message or "" for job_id, message in session.execute(told.order_by(JobStatusUpdate.id))}


def _card(job: Job, picture: str, paused_because: str) -> Card:
    step = job.step
    bold, sentence = summary(job, paused_because)
    pieces = sum(item.quantity for item in job.items)
    return Card(
        id=job.id,
        number=job.number,
        title=job.title,
        pieces=words.pieces(pieces) if pieces else "",
        picture=picture,
        hue="paused" if step.paused else "ended" if step.ended else HUES[step.index],
        pill="Paused" if step.paused else step.name,
        position="" if step.ended else f"Step {step.index + 1} of {len(STEPS)}",
        segments=() if step.ended else tuple(_segment(job, index) for index in range(len(STEPS))),
        bold=bold,
        sentence=sentence,
        day=short_day(clock.shop_day(job.updated_at)),
    )


def _segment(job: Job, index: int) -> str:
    now = job.step.index
    if index < now or job.status == JobStatus.SHIPPED:
        return "done"
    if index > now:
        return "later"
    return "paused" if job.step.paused else "now"
