"""What a grid says of a job beyond its columns: a rush, lateness and the gates, each by a drawing and in words."""

from __future__ import annotations

from functools import cache
from typing import Any

from markupsafe import Markup

from models.core.dates import short_day
from models.gates import GateStatus
from models.jobs import ACTIVE
from models.jobs.waiting import days_late, is_late

from ..core.frame.assets import icon
from .shields import DRAWN


def rush(job: Any) -> str:
    """“Rush”, or nothing."""
    return "Rush" if job.is_rush else ""


def rush_mark(job: Any) -> Markup:
    """A bolt for a rush."""
    return _drawn(("s-rush", "bolt")) if job.is_rush else Markup()


def due(job: Any) -> str:
    """Such as “Wed 2 Dec”, or “Fri 20 Nov, 2 d late” of a job that is promised and not handed over."""
    if job.due_on is None:
        return ""
    return f"{short_day(job.due_on)}, {days_late(job)} d late" if is_late(job) else short_day(job.due_on)


def due_mark(job: Any) -> Markup:
    """A warning sign for a late job."""
    return _drawn(("s-late", "alert-triangle")) if is_late(job) else Markup()


def blocked_gates(job: Any) -> str:
    """The gates that hold `job` back, by name."""
    return ", ".join(gate.gate.capitalize() for gate in job.gates if gate.is_blocked)


def shields(job: Any) -> Markup:
    """A shield for each gate of `job`, in their order; pale while nothing waits for them."""
    return _shields(tuple(gate.status for gate in job.gates), is_waited_for=job.status in ACTIVE)


@cache
def _shields(statuses: tuple[GateStatus, ...], *, is_waited_for: bool) -> Markup:
    manner = "s-gates" if is_waited_for else "s-gates idle"
    return Markup('<span class="{}">{}</span>').format(manner, _drawn(*(DRAWN[each] for each in statuses)))


@cache
def _drawn(*looks: tuple[str, str]) -> Markup:
    """A drawing for each pair of a manner and an icon."""
    return Markup().join(Markup('<i class="{}">{}</i>').format(manner, icon(name)) for manner, name in looks)
