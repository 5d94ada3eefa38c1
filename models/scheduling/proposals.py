"""Proposals of a plan: asked for, worked out by the worker, and accepted whole or in part, move by move."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock
from ..core.actor import current_actor
from ..core.base import Base, lock, session_of
from ..core.doors import GIVEN_ONCE, VERBS_ONLY, state_column
from ..core.errors import InvalidValue, RuleBroken
from ..core.events import ring
from ..core.labels import label
from ..core.roles import MANAGER, OFFICE, PRODUCTION
from ..core.types import Hours, Prose, UtcDateTime
from ..core.workflow import COMPUTED, transition, verb
from ..jobs import Job
from ..people import Employee, Machine
from .asked import MoveIds
from .life import OPEN
from .operations import ProductionSchedule
from .planned import MOST_DAYS
from .planning import Lateness

PLANNERS: Final = frozenset({OFFICE, PRODUCTION, MANAGER})

ABANDONED: Final = dt.timedelta(minutes=1)
"""On a proposal that was begun so long ago nobody works any more."""

PROPOSED: Final = "proposed"
"""The bell that a proposal waits to be worked out."""


class ProposalStatus(enum.StrEnum):
    """Where a proposal stands."""

    PENDING = "PENDING"
    READY = "READY"
    ACCEPTED = "ACCEPTED"
    PARTLY_ACCEPTED = "PARTLY_ACCEPTED"
    DISCARDED = "DISCARDED"
    FAILED = "FAILED"


P = ProposalStatus


class Proposal(Base):
    """A plan for a range of days or for one job. It books nothing until its moves are accepted."""

    __tablename__ = "proposals"
    __live__ = True

    asked_by: Mapped[str] = mapped_column(String(120), default="", info=GIVEN_ONCE)
    job_id: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"), index=True, info=GIVEN_ONCE)
    first_day: Mapped[dt.date] = mapped_column(sa.Date, info=GIVEN_ONCE)
    last_day: Mapped[dt.date] = mapped_column(sa.Date, info=GIVEN_ONCE)
    status: Mapped[ProposalStatus] = state_column(ProposalStatus, P.PENDING, index=True)
    started_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    made_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    jobs_late_before: Mapped[int] = mapped_column(default=0, info=VERBS_ONLY)
    days_late_before: Mapped[int] = mapped_column(default=0, info=VERBS_ONLY | {"unit": "d"})
    jobs_late_after: Mapped[int] = mapped_column(default=0, info=VERBS_ONLY)
    days_late_after: Mapped[int] = mapped_column(default=0, info=VERBS_ONLY | {"unit": "d"})
    failure: Mapped[str | None] = mapped_column(Prose(500), info=VERBS_ONLY, doc="Why no plan was found.")

    job: Mapped[Job | None] = relationship()
    moves: Mapped[list[ProposalMove]] = relationship(
        back_populates="proposal",
        cascade="all, delete-orphan",
        order_by="(ProposalMove.to_date, ProposalMove.id)",
    )

    def __str__(self) -> str:
        return f"Plan from {self.first_day:%-d %b} to {self.last_day:%-d %b %Y}"

    @property
    def was_abandoned(self) -> bool:
        """Whether somebody began to work it out so long ago that they must have stopped."""
        return self.started_at is not None and clock.now() - self.started_at >= ABANDONED

    @verb(column="status", sources={P.PENDING})
    def begin(self) -> None:
        """Take it up; refused while somebody else works on it."""
        if self.started_at is not None and clock.now() - self.started_at < ABANDONED:
            raise RuleBroken(f"{self} is being worked out already.")
        self.started_at = clock.now()

    @transition("status", {P.PENDING}, P.READY)
    def finish(self, before: Lateness, after: Lateness) -> None:
        """Keep what was found."""
        self.made_at = clock.now()
        self.jobs_late_before, self.days_late_before = before.jobs, before.days
        self.jobs_late_after, self.days_late_after = after.jobs, after.days

    @transition("status", {P.PENDING}, P.FAILED)
    def fail(self, sentence: str) -> None:
        """There is no plan, for a reason."""
        self.made_at, self.failure = clock.now(), sentence[:500]

    @transition("status", {P.READY, P.PARTLY_ACCEPTED}, COMPUTED)
    def settle(self) -> ProposalStatus:
        """Look at what was accepted of it."""
        moves = [move for move in self.moves if move.to_date is not None]
        any_booked = any(move.accepted_at for move in moves)
        if moves and not any(move.is_open for move in moves):
            return P.ACCEPTED if any_booked else P.DISCARDED
        return P.PARTLY_ACCEPTED if any_booked else self.status

    @verb(by=PLANNERS, column="status", sources={P.READY, P.PARTLY_ACCEPTED})
    def accept(self, moves: MoveIds | None = None) -> None:
        """Book the moves named, or all that nobody left out.

        Those that cannot be booked any more stay open, each with why as its `refusal`.
        """
        from .accepting import accept_moves

        accept_moves(session_of(self), self, self._wanted() if moves is None else self._named(moves))

    def _wanted(self) -> list[ProposalMove]:
        return [move for move in self.moves if move.left_out_at is None]

    def _named(self, ids: Sequence[str]) -> list[ProposalMove]:
        """The moves with these ids; InvalidValue when one is of another plan, or of none."""
        known = {move.id: move for move in self.moves}
        strange = sorted(set(ids) - known.keys())
        if strange:
            raise InvalidValue("moves", f"This plan has no move {strange[0]}.")
        return [known[id_] for id_ in dict.fromkeys(ids)]

    @transition("status", {P.PENDING, P.READY, P.PARTLY_ACCEPTED, P.FAILED}, P.DISCARDED, by=PLANNERS)
    def discard(self) -> None:
        """Put it away. What was accepted stays booked."""


class ProposalMove(Base):
    """Where a proposal places one operation, or (without `to_date`) why it found no place for it."""

    __tablename__ = "proposal_moves"
    __behind__ = "proposal"
    __live__ = True

    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposals.id"), index=True, info=GIVEN_ONCE)
    operation_id: Mapped[str] = mapped_column(
        ForeignKey("production_schedules.id"), index=True, info=GIVEN_ONCE
    )
    operation_version: Mapped[int] = mapped_column(
        info=GIVEN_ONCE, doc="The version that was planned: a changed operation stays where it is."
    )
    hours: Mapped[Decimal] = mapped_column(Hours(), info=GIVEN_ONCE | {"unit": "h"})
    from_date: Mapped[dt.date | None] = mapped_column(sa.Date, info=GIVEN_ONCE)
    from_employee_id: Mapped[str | None] = mapped_column(
        ForeignKey("employees.id"), index=True, info=GIVEN_ONCE
    )
    from_machine_id: Mapped[str | None] = mapped_column(
        ForeignKey("machines.id"), index=True, info=GIVEN_ONCE
    )
    to_date: Mapped[dt.date | None] = mapped_column(sa.Date, info=GIVEN_ONCE)
    to_employee_id: Mapped[str | None] = mapped_column(
        ForeignKey("employees.id"), index=True, info=GIVEN_ONCE
    )
    to_machine_id: Mapped[str | None] = mapped_column(ForeignKey("machines.id"), index=True, info=GIVEN_ONCE)
    reason: Mapped[str | None] = mapped_column(Prose(500), info=GIVEN_ONCE, doc="Why it has no place.")
    accepted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    left_out_at: Mapped[dt.datetime | None] = mapped_column(
        UtcDateTime, info=VERBS_ONLY, doc="When a planner said that it is not wanted."
    )
    refusal: Mapped[str | None] = mapped_column(
        Prose(500), info=VERBS_ONLY, doc="Why it could not be booked when it was accepted."
    )

    proposal: Mapped[Proposal] = relationship(back_populates="moves")
    operation: Mapped[ProductionSchedule] = relationship()
    from_employee: Mapped[Employee | None] = relationship(foreign_keys=[from_employee_id])
    from_machine: Mapped[Machine | None] = relationship(foreign_keys=[from_machine_id])
    to_employee: Mapped[Employee | None] = relationship(foreign_keys=[to_employee_id])
    to_machine: Mapped[Machine | None] = relationship(foreign_keys=[to_machine_id])

    def __str__(self) -> str:
        return f"Move of {self.operation_id}"

    @property
    def is_open(self) -> bool:
        """Whether it has a place, and nobody has booked it or left it out."""
        return self.to_date is not None and self.accepted_at is None and self.left_out_at is None

    @verb(by=PLANNERS)
    def leave_out(self) -> None:
        """Do without this move: the operation stays where it is, and the others can still be accepted."""
        self.refuse_unless_open()
        self.left_out_at = clock.now()
        self.proposal.settle()

    @verb(by=PLANNERS)
    def accept(self) -> None:
        """Book it as proposed, even if it was left out."""
        self._accept()
        self.proposal.settle()

    @verb()
    def accept_among_others(self) -> None:
        """Book it as proposed; whoever accepts the others settles the proposal."""
        self._accept()

    @verb()
    def book_again(self) -> None:
        """Book it as proposed, having been taken off its day in this transaction."""
        self._book()

    @verb()
    def note_refusal(self, sentence: str) -> None:
        """Keep why it could not be booked."""
        self.refusal = sentence[:500]

    def refuse_unless_open(self) -> None:
        """RuleBroken when there is nothing to be accepted any more."""
        if self.to_date is None:
            raise RuleBroken(f"{self.operation} has no place in this plan. {self.reason or ''}".strip())
        if self.accepted_at is not None:
            raise RuleBroken(f"{self.operation} was booked as proposed already.")
        if self.proposal.status not in (P.READY, P.PARTLY_ACCEPTED):
            raise RuleBroken("This plan was put away: propose a new one.")

    def refuse_if_changed(self) -> None:
        """RuleBroken when the operation is another than the one that was planned. It must be locked."""
        if self.operation.status not in OPEN:
            word = label(self.operation.status)
            raise RuleBroken(
                f"{self.operation} is {word} since this plan was made: nothing of it is left to plan."
            )
        if self.operation.version != self.operation_version:
            raise RuleBroken(f"{self.operation} was changed since this plan was made: propose a new one.")

    def _accept(self) -> None:
        self.refuse_unless_open()
        lock(self.operation)
        self.refuse_if_changed()
        self._book()

    def _book(self) -> None:
        self.operation.move(
            date=self.to_date,
            start_time=None,
            employee_id=self.to_employee_id,
            machine_id=self.to_machine_id,
        )
        self.accepted_at, self.refusal, self.left_out_at = clock.now(), None, None


def propose(session: Session, first: dt.date, last: dt.date, job: Job | None = None) -> Proposal:
    """Ask for a plan of the days from `first` to `last`, of all that waits or of one job. Does not commit."""
    if last < first or last < clock.shop_day():
        raise InvalidValue("last_day", "The plan ends before it begins: choose a later last day.")
    if (last - first).days >= MOST_DAYS:
        raise InvalidValue(
            "last_day", f"A plan is made for at most {MOST_DAYS} days: choose an earlier last day."
        )
    asked = Proposal(
        asked_by=current_actor().name[:120],
        job_id=job.id if job else None,
        first_day=max(first, clock.shop_day()),
        last_day=last,
    )
    session.add(asked)
    session.flush()
    ring(session, PROPOSED, asked.id)
    return asked


def waiting_proposals(session: Session) -> list[str]:
    """The ids of those that nobody works on."""
    abandoned = clock.now() - ABANDONED
    free = sa.or_(
        sa.and_(Proposal.started_at.is_(None), Proposal.created_at < clock.now() - dt.timedelta(seconds=20)),
        Proposal.started_at < abandoned,
    )
    return list(
        session.scalars(
            sa.select(Proposal.id).where(Proposal.status == P.PENDING, free).order_by(Proposal.id)
        )
    )


__all__ = ["Proposal", "ProposalMove", "ProposalStatus", "propose", "waiting_proposals"]
