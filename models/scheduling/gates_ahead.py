"""What the gates of a job mean for its operations: some may not begin, or be planned, before a gate opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.base import session_of
from ..core.dates import short_day
from ..core.errors import RuleBroken
from ..gates import JobGate
from ..jobs import ACTIVE, Job, JobStatus
from ..jobs.life import PRODUCED
from .life import OPEN, JobVerb, RefusalKind
from .refused import BookingRefused
from .stages import ProductionStage

if TYPE_CHECKING:
    from .operations import ProductionSchedule


def gated_from(session: Session) -> int | None:
    """The position of the stage that starts production: it and those after it wait for the gates."""
    starts = ProductionStage.on_start == JobVerb.START_PRODUCTION
    return session.scalar(sa.select(sa.func.min(ProductionStage.position)).where(starts))


def why_blocked(operation: ProductionSchedule, from_position: int | None) -> str:
    """Why it may not begin now: its job is on hold, or a gate is blocked. Empty when it may, or is over.

    `from_position` is `gated_from`, asked once for however many operations.
    """
    job = operation.job
    if operation.status not in OPEN:
        return ""
    if job.status == JobStatus.ON_HOLD:
        return f"{job} is on hold."
    if not _waits(operation, from_position):
        return ""
    told = "; ".join(gate.explanation for gate in job.gates if gate.is_blocked)
    return f"{told[0].upper()}{told[1:]}." if told else ""


def refuse_before_gates(operation: ProductionSchedule, day: dt.date) -> None:
    """Refuse a day before the one on which a blocked gate of the job is expected to open."""
    gates = _blocked(operation)
    late = [gate for gate in gates if gate.expected_on is not None and gate.expected_on > day]
    if not late:
        return
    last = max(late, key=lambda gate: gate.expected_on or day)
    told = (
        f"{operation} cannot be on {short_day(day)}: {last.explanation}. "
        f"Plan it on {short_day(last.expected_on or day)} or later."
    )
    refusal = BookingRefused(
        told, RefusalKind.GATE, operation_id=operation.id, day=day, next_fit=last.expected_on
    )
    raise refusal


def expected_days(operation: ProductionSchedule) -> list[dt.date]:
    """The days on which the gates that hold it back are expected to open."""
    return [gate.expected_on for gate in _blocked(operation) if gate.expected_on is not None]


def refuse_to_begin(operation: ProductionSchedule) -> None:
    """Refuse to begin work of a job that is not under way, or whose gates hold it back."""
    job = operation.job
    if job.status not in ACTIVE:
        raise RuleBroken(f"{operation} cannot start: {job} is {str(job.status).replace('_', ' ').lower()}.")
    blocked = "; ".join(gate.explanation for gate in _blocked(operation))
    if blocked:
        told = f"{operation} cannot start: {blocked}. Pass the gate, or ask a manager to waive it."
        raise BookingRefused(told, RefusalKind.GATE, operation_id=operation.id)


def _blocked(operation: ProductionSchedule) -> Sequence[JobGate]:
    if not _waits(operation, gated_from(session_of(operation))):
        return []
    return operation.job.blocked_gates()


def _waits(operation: ProductionSchedule, from_position: int | None) -> bool:
    """Whether gates matter to it: once production began they stop nothing (domain.md, "Job life")."""
    job: Job = operation.job
    if job.status in PRODUCED or job.held_from in PRODUCED:
        return False
    return from_position is not None and operation.stage.position >= from_position
