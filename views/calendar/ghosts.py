"""A proposed plan for who looks at it: its moves as the calendar draws them, and what it would better, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from models.core import clock
from models.core.base import db
from models.core.dates import days_text, short_day
from models.jobs import Job
from models.scheduling import ProductionSchedule, Proposal, ProposalMove, ProposalStatus

SHOWN_FOR: Final = dt.timedelta(days=7)
"""So long the calendar shows a plan that nobody decided; its own page shows it always."""


def open_proposal(session: Session) -> Proposal | None:
    """The newest plan that is worked out and waits to be decided, if its days are not over."""
    row = Proposal
    asked = sa.select(row).where(
        row.status.in_([ProposalStatus.READY, ProposalStatus.PARTLY_ACCEPTED]),
        row.last_day >= clock.shop_day(),
        row.made_at >= clock.now() - SHOWN_FOR,
        row.moves.any(ProposalMove.to_date.is_not(None)),
    )
    return session.scalars(asked.order_by(row.made_at.desc(), row.id.desc()).limit(1)).first()


def moves_of(asked: Proposal) -> Sequence[ProposalMove]:
    """The moves by day, with all that their lines name; one statement."""
    row = ProposalMove
    operation = joinedload(row.operation)
    named = (
        operation.joinedload(ProductionSchedule.job).joinedload(Job.customer),
        operation.joinedload(ProductionSchedule.stage),
        joinedload(row.from_employee),
        joinedload(row.to_employee),
        joinedload(row.from_machine),
        joinedload(row.to_machine),
    )
    mine = sa.select(row).where(row.proposal_id == asked.id).options(*named)
    return db.session.scalars(mine.order_by(row.to_date, row.to_employee_id, row.id)).all()


def ghost_of(move: ProposalMove) -> Mapping[str, Any]:
    """A move as the calendar draws it."""
    operation = move.operation
    return {
        "id": move.id,
        "operation_id": move.operation_id,
        "label": str(operation),
        "job_number": operation.job.number,
        "stage_id": operation.stage_id,
        "stage_name": operation.stage.name,
        "colour": operation.stage.colour,
        "hours": str(move.hours),
        "from_date": move.from_date.isoformat() if move.from_date else None,
        "from": _where(move.from_date, move.from_employee or move.from_machine) or "the backlog",
        "date": move.to_date.isoformat() if move.to_date else None,
        "to": _where(move.to_date, move.to_employee, move.to_machine),
        "employee_id": move.to_employee_id,
        "machine_id": move.to_machine_id,
        "reason": move.reason,
        "refusal": move.refusal,
        "accepted": move.accepted_at is not None,
        "open": move.is_open,
    }


def _where(day: dt.date | None, *whom: object) -> str:
    """Such as “Tue 24 Nov, Rosa, Press 1”; empty without a day."""
    return ", ".join([short_day(day), *(str(each) for each in whom if each)]) if day else ""


def figures_of(asked: Proposal) -> str:
    """Such as “3 jobs are late by 7 days now; 1 by 1 day with this plan.”."""
    if not asked.jobs_late_before and not asked.jobs_late_after:
        return "No job is late now, and none is with this plan."
    now = _late(
        asked.jobs_late_before, asked.days_late_before, "jobs are late", "job is late", "No job is late"
    )
    then = _late(asked.jobs_late_after, asked.days_late_after, "", "", "none")
    return f"{now} now; {then} with this plan."


def _late(jobs: int, days: int, many: str, one: str, none: str) -> str:
    if not jobs:
        return none
    which = f"{jobs} {one if jobs == 1 else many}".strip()
    return f"{which} by {days_text(days)}"
