"""What of the jobs stands on the desk: late, due today, blocked, and quotes that wait for an answer."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.core.dates import short_day
from models.core.labels import choice_label
from models.core.roles import ARTIST, MANAGER, OFFICE, PRODUCTION
from models.gates import JobGate, blocked_jobs, gates_for
from models.jobs import Job, JobStatus
from models.jobs.waiting import days_late, jobs_due_today, late_jobs, move_on, quotes_unanswered

from .core.access.person import current_roles
from .core.desk import Action, Item, ago, desk, opening, page_of, speaking
from .core.screen import screen_of
from .core.shown import shown

WITH_GATES = ("customer", "gates")


@desk("Late", of=Job, rows=late_jobs, shows=WITH_GATES, place=10, entry=Job, urgent=True)
def late(job: Job) -> Item:
    """A job whose day is over."""
    return _promised(job, "alert-triangle", f"{days_late(job)} d late", "late")


@desk("Due today", of=Job, rows=jobs_due_today, shows=WITH_GATES, place=20, entry=Job)
def due_today(job: Job) -> Item:
    """A job that is promised for this day."""
    return _promised(job, "calendar", "Today")


def _promised(job: Job, icon: str, age: str, tone: str = "") -> Item:
    why = ". ".join([choice_label(job.status), *(_reason(gate) for gate in _blocked(job))])
    return Item(icon, str(job), page_of(job), str(job.customer), why, age, tone, _moving_on(job))


def _moving_on(job: Job) -> Action | None:
    """The verb that brings the job on; its page, when a gate or the reader's role forbids it."""
    verb = None if _blocked(job) else move_on(job)
    return (speaking(job, verb.name) if verb else None) or opening(job)


def _my_blocked_jobs() -> sa.Select[Any]:
    return blocked_jobs(gates_for(current_roles()))


@desk(
    "Blocked",
    of=Job,
    rows=_my_blocked_jobs,
    shows=WITH_GATES,
    place=40,
    by={ARTIST, OFFICE, MANAGER, PRODUCTION},
    entry=JobGate,
)
def blocked(job: Job) -> Item:
    """A job that a gate holds back which the reader may pass."""
    gates = _blocked(job)
    mine = [gate for gate in gates if gate.gate in gates_for(current_roles())]
    first = mine[0]
    passing = speaking(first, "mark_passed", title=f"Pass {first.gate}", subject=str(job)) or opening(job)
    why = ". ".join(_reason(gate) for gate in gates)
    since = ago(min(gate.updated_at for gate in mine))
    return Item("shield-x", str(job), page_of(job), str(job.customer), why, since, _tone(job), passing)


def _blocked(job: Job) -> list[JobGate]:
    return [gate for gate in job.gates if gate.is_blocked]


def _reason(gate: JobGate) -> str:
    expected = f", expected {short_day(gate.expected_on)}" if gate.expected_on else ""
    return f"{gate.gate.capitalize()}: {gate.reason or 'blocked'}{expected}"


def _tone(job: Job) -> str:
    return "late" if days_late(job) > 0 else ""


@desk(
    "Waiting on customers",
    of=Job,
    rows=quotes_unanswered,
    shows=("customer", "status_updates"),
    place=60,
    by={OFFICE, MANAGER},
    beside=True,
)
def waiting_on_customers(job: Job) -> Item:
    """A quote that its customer has not answered."""
    told = [_sent(job), _price(job), _valid(job)]
    why = "\N{NO-BREAK SPACE}· ".join(part for part in told if part)
    return Item("file-text", str(job), page_of(job), str(job.customer), why, action=opening(job))


def _sent(job: Job) -> str:
    sent = [move.created_at for move in job.status_updates if move.new_status == JobStatus.QUOTE_SENT]
    age = ago(sent[-1]) if sent else ""
    return "" if not age else "Sent now" if age == "now" else f"Sent {age} ago"


def _price(job: Job) -> str:
    """What was quoted, for whom may see it."""
    screen = screen_of(Job)
    if screen is None or job.quoted_amount is None or not screen.visible(["quoted_amount"]):
        return ""
    return shown(job.quoted_amount, "$")


def _valid(job: Job) -> str:
    return f"until {short_day(job.quote_expires_on)}" if job.quote_expires_on else ""
