"""Accepting moves of a proposal: each on its own, so that one that cannot be booked any more stops no other."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.base import lock, lock_all
from ..core.errors import InvalidValue, RuleBroken
from .capacity import DailyCapacity
from .operations import ProductionSchedule
from .proposals import Proposal, ProposalMove


def accept_moves(session: Session, proposal: Proposal, moves: Sequence[ProposalMove]) -> None:
    """Book `moves` in one transaction, each behind a savepoint; what is refused keeps its sentence. Does not commit.

    A move may need the room that another leaves, so those refused are tried again while others succeed; what then
    remains is taken off its days and placed anew together, or stays where it was.
    """
    lock(proposal)
    left = [move for move in moves if move.to_date is not None and move.accepted_at is None]
    _hold(session, left)
    refused: dict[str, RuleBroken | InvalidValue] = {}
    booked = True
    while left and booked:
        booked = False
        for move in list(left):
            refusal = _accepted(session, [move])
            if refusal is None:
                left.remove(move)
                booked = True
            else:
                refused[move.id] = refusal
    if len(left) > 1 and _accepted(session, left, afresh=True) is None:
        left = []
    for move in left:
        _note(session, move, refused[move.id])
    proposal.settle()


def _accepted(
    session: Session, moves: Sequence[ProposalMove], *, afresh: bool = False
) -> RuleBroken | InvalidValue | None:
    """Accept all of `moves`, or none and answer why; `afresh` takes them off their days first."""
    try:
        with session.begin_nested():
            if afresh:
                _take_off(moves)
            for move in moves:
                move.book_again() if afresh else move.accept_among_others()
            session.flush()
    except (RuleBroken, InvalidValue) as refusal:
        return refusal
    return None


def _take_off(moves: Sequence[ProposalMove]) -> None:
    for move in moves:
        move.refuse_unless_open()
        lock(move.operation)
        move.refuse_if_changed()
    for move in moves:
        if move.operation.scheduled_date is not None:
            move.operation.unschedule()


def _note(session: Session, move: ProposalMove, refusal: RuleBroken | InvalidValue) -> None:
    kept = refusal.kept() if isinstance(refusal, RuleBroken) else None
    if kept is not None:
        session.add(kept)
    move.note_refusal(str(refusal))


def _hold(session: Session, moves: Sequence[ProposalMove]) -> None:
    """Hold jobs, operations and days in the order in which every planner does, whatever order the moves have."""
    lock_all(session, ProductionSchedule, [move.operation_id for move in moves])
    days = {day for move in moves for day in (move.from_date, move.to_date) if day is not None}
    row = DailyCapacity
    held = sa.select(row.id).where(row.date.in_(days)).order_by(row.id)
    session.execute(held.with_for_update(key_share=True)).all()
