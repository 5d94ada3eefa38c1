"""Working out proposals: by the worker of long work, here when there is none, and by the clock when nobody began.

No transaction is open while the solver runs. One that stopped half-way is not tried again: what killed a worker once
would kill the next, so the proposal says what happened.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from models.core.actor import SYSTEM
from models.core.base import db, lock
from models.core.errors import RuleBroken
from models.scheduling import Proposal, ProposalMove, ProposalStatus
from models.scheduling.planned import problem_between
from models.scheduling.planning import Place, Plan, Problem, Work, hours_of, lateness_of
from models.scheduling.proposals import waiting_proposals

from .. import queue
from ..running import at_work
from .solver import solve

_JOB_SECONDS: Final = 60
_FAILED: Final = "No plan could be worked out: try again, or with fewer days."

_STOPPED: Final = (
    "No plan was made: whoever worked it out stopped before the end. "
    "Propose again, with fewer days if it happens twice."
)

_log = logging.getLogger(__name__)


def start(proposal_id: str) -> bool:
    """Have the worker work out the proposal, or do it here when no worker can; True when it waits for the worker."""
    if queue.enqueue_long(work_out, proposal_id, seconds=_JOB_SECONDS):
        return True
    work_out(proposal_id)
    return False


def work_out(proposal_id: str) -> None:
    """Find the plan that was asked for; safe to run twice."""
    with at_work(SYSTEM):
        _work_out(db.session(), proposal_id)


def make_proposals(session: Session) -> None:
    """Work out the proposals that nobody took up, and say of those whose worker died that it did."""
    waiting = waiting_proposals(session)
    session.commit()
    for proposal_id in waiting:
        _work_out(session, proposal_id)


def _work_out(session: Session, proposal_id: str) -> None:
    problem = _taken_up(session, proposal_id)
    if problem is None:
        return
    try:
        plan = solve(problem)
        _keep(session, proposal_id, problem, plan)
    except Exception:
        session.rollback()
        _log.exception("The proposal %s could not be worked out.", proposal_id)
        _fail(session, proposal_id)


def _taken_up(session: Session, proposal_id: str) -> Problem | None:
    """What is to be planned; None when somebody else does it, or it was put away."""
    asked = session.get(Proposal, proposal_id)
    try:
        if asked is None or asked.status != ProposalStatus.PENDING:
            session.rollback()
            return None
        if asked.was_abandoned:
            asked.fail(_STOPPED)
            session.commit()
            return None
        asked.begin()
        problem = problem_between(session, asked.first_day, asked.last_day, asked.job_id)
        session.commit()
    except RuleBroken:
        session.rollback()
        return None
    return problem


def _keep(session: Session, proposal_id: str, problem: Problem, plan: Plan) -> None:
    asked = session.get_one(Proposal, proposal_id)
    lock(asked)
    if asked.status != ProposalStatus.PENDING:  # it was put away meanwhile
        session.rollback()
        return
    for work in problem.works:
        move = _move_of(work, plan)
        if move:
            session.add(ProposalMove(proposal_id=asked.id, **move))
    now = {work.id: work.at for work in problem.works if work.at is not None}
    asked.finish(lateness_of(problem, now), lateness_of(problem, {**now, **plan.places}))
    session.commit()


def _move_of(work: Work, plan: Plan) -> Mapping[str, Any] | None:
    """The columns of the move; None for what stays where it is."""
    to, at = plan.places.get(work.id), work.at
    if work.is_fixed or (to is not None and to == at):
        return None
    reason = plan.unplaced.get(work.id)
    return {
        "operation_id": work.id,
        "operation_version": work.version,
        "hours": hours_of(work.hours),
        **_columns("from", at),
        **_columns("to", to),
        "reason": reason[:500] if reason else None,
    }


def _columns(which: str, place: Place | None) -> dict[str, Any]:
    return {
        f"{which}_date": place.day if place else None,
        f"{which}_employee_id": place.person if place else None,
        f"{which}_machine_id": place.machine if place else None,
    }


def _fail(session: Session, proposal_id: str) -> None:
    asked = session.get_one(Proposal, proposal_id)
    if asked.status == ProposalStatus.PENDING:
        asked.fail(_FAILED)
    session.commit()
