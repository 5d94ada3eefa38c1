"""Gates stand beside a job's status: what must be true before production. Areas register theirs with `@gate`."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from .core.actor import current_actor
from .core.arguments import Reason
from .core.base import Versioned, lock, new_id
from .core.doors import VERBS_ONLY, state_column
from .core.errors import NotAllowed
from .core.events import Event, Fact, announce, on_fact, on_verb
from .core.roles import ADMIN, ARTIST, MANAGER, OFFICE, PRODUCTION
from .core.types import Prose
from .core.workflow import COMPUTED, transition, verb
from .jobs import ACTIVE, Job, JobStatus


class GateStatus(enum.StrEnum):
    """Whether a gate holds the job back."""

    BLOCKED = "BLOCKED"
    PASSED = "PASSED"
    WAIVED = "WAIVED"


G = GateStatus


@dataclass(frozen=True)
class Gate:
    """A registered gate: its name, place in the row of shields, who may pass it, and why it begins blocked.

    `instead` says what people do who would pass it by hand while it opens by itself.
    """

    name: str
    position: int
    by: frozenset[str]
    first_reason: Callable[[Job], str | None]
    instead: str = ""


GATES: dict[str, Gate] = {}

FirstReason = Callable[[Job], str | None]


def gate(
    name: str, *, position: int, by: set[str], instead: str = ""
) -> Callable[[FirstReason], FirstReason]:
    """Register the gate `name`. The function says why a new job is blocked there, or None when it is not."""

    def register(first_reason: FirstReason) -> FirstReason:
        GATES[name] = Gate(name, position, frozenset(by), first_reason, instead)
        return first_reason

    return register


@gate("deposit", position=1, by={OFFICE, MANAGER})
def _no_deposit_asked(_job: Job) -> str | None:
    return None


@gate("art", position=2, by={ARTIST, OFFICE, MANAGER})
def _art_to_be_approved(_job: Job) -> str | None:
    return "The art is not approved yet"


@gate(
    "blanks",
    position=3,
    by={PRODUCTION, OFFICE, MANAGER},
    instead="It follows the stock: receive the blanks or count them, or ask a manager to waive the gate.",
)
def _blanks_to_be_checked(_job: Job) -> str | None:
    return "The blanks are not checked in yet"


def _opens_by_itself(gate: JobGate) -> str:
    """Why staff do not pass it by hand; empty when they may."""
    if gate.is_followed and current_actor().kind == "staff":
        return f"The {gate.gate} gate opens by itself. {GATES[gate.gate].instead}".strip()
    return ""


class JobGate(Versioned):
    """One gate of one job. A waived gate stays waived, and one that staff passed or blocked is theirs."""

    __tablename__ = "job_gates"
    __behind__ = "job"
    __table_args__ = (sa.UniqueConstraint("job_id", "gate"),)
    __live__ = True
    __portal__ = "job.customer_id"

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), index=True)
    gate: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)
    status: Mapped[GateStatus] = state_column(GateStatus, G.BLOCKED, index=True)
    reason: Mapped[str | None] = mapped_column(Prose(1000), info=VERBS_ONLY)
    expected_on: Mapped[dt.date | None] = mapped_column(sa.Date, info=VERBS_ONLY)
    is_followed: Mapped[bool | None] = mapped_column(
        info=VERBS_ONLY, doc="Whether it opens and falls by itself; no when staff took it into their hands."
    )

    job: Mapped[Job] = relationship(back_populates="gates")

    def __str__(self) -> str:
        return f"{self.gate.capitalize()} gate"

    @property
    def is_blocked(self) -> bool:
        """Whether it holds the job back."""
        return self.status == G.BLOCKED

    @property
    def explanation(self) -> str:
        """Such as “the blanks gate is BLOCKED (The blanks are not checked in yet, expected 24 Nov)”."""
        expected = f"expected {self.expected_on:%-d %b}" if self.expected_on else None
        told = ", ".join(part for part in (self.reason, expected) if part)
        return f"the {self.gate} gate is {self.status}" + (f" ({told})" if told else "")

    @transition("status", {G.BLOCKED}, COMPUTED)
    def begin(self, reason: str | None) -> GateStatus:
        """Start as its registration says: blocked for a reason, or passed when there is none."""
        self.reason = reason
        return G.BLOCKED if reason else G.PASSED

    @transition(
        "status",
        {G.BLOCKED},
        G.PASSED,
        by={OFFICE, ARTIST, PRODUCTION, MANAGER},
        unless=_opens_by_itself,
    )
    def mark_passed(self) -> None:
        """What the gate waits for is there."""
        self._refuse_strangers()
        self.reason = self.expected_on = None
        self._take_into_their_hands()

    @transition("status", {G.PASSED}, G.BLOCKED, by={OFFICE, ARTIST, PRODUCTION, MANAGER})
    def block(self, reason: Reason, expected_on: dt.date | None = None) -> None:
        """What the gate waits for is missing after all."""
        self._refuse_strangers()
        self.reason, self.expected_on = reason, expected_on
        self._take_into_their_hands()

    @transition("status", {G.BLOCKED, G.PASSED}, COMPUTED)
    def follow(self, reason: str, *, is_open: bool, expected_on: dt.date | None = None) -> GateStatus:
        """Stand as what it waits for does, by itself."""
        self.reason, self.expected_on, self.is_followed = reason, expected_on, True
        return G.PASSED if is_open else G.BLOCKED

    @verb()
    def let_go(self, reason: str) -> None:
        """It does not follow any more: staff pass it by hand."""
        self.is_followed = None
        if self.is_blocked:
            self.reason, self.expected_on = reason, None

    @transition("status", {G.BLOCKED}, G.WAIVED, by={MANAGER})
    def waive(self, reason: Reason) -> None:
        """Go on without it, for a reason."""
        self.reason, self.expected_on = reason, None

    @verb(column="status", sources={G.BLOCKED})
    def wait_for(self, reason: Reason) -> None:
        """It stays blocked, for another reason."""
        self.reason = reason

    def _take_into_their_hands(self) -> None:
        if current_actor().kind == "staff":
            self.is_followed = False

    def _refuse_strangers(self) -> None:
        allowed = GATES[self.gate].by
        if not current_actor().has(*allowed):
            raise NotAllowed(f"The {self.gate} gate is for {', '.join(sorted(allowed))} to decide.")


@on_fact(Job)
def raise_gates(session: Session, facts: list[Fact]) -> None:
    """Give every new job its gates."""
    for fact in facts:
        job = session.get(Job, fact.id) if fact.kind == "new" else None
        if job is not None:
            for registered in GATES.values():
                _raise_gate(session, job, registered)


def _raise_gate(session: Session, job: Job, registered: Gate) -> None:
    raised = JobGate(id=new_id(), job_id=job.id, gate=registered.name, position=registered.position)
    session.add(raised)
    raised.begin(
        registered.first_reason(job)
    )  # before it is flushed, so that an import's gates go out in one batch


@on_verb(JobGate, "block", "follow")
def take_back_readiness(session: Session, happened: Event) -> None:
    """A ready job whose gate falls goes back to prep; one in production is only told about."""
    job = session.get(Job, happened.subject.job_id)
    if job is None or happened.details["new"] != G.BLOCKED or happened.details["old"] == G.BLOCKED:
        return
    lock(job)
    if job.status == JobStatus.READY:
        job.lose_readiness()
    else:
        announce(job, "gate_fell", old=job.status, new=job.status, gate=happened.subject.gate)


def gates_for(roles: Collection[str]) -> list[str]:
    """The names of the gates that holders of `roles` may pass, in their order."""
    mine = [each for each in GATES.values() if ADMIN in roles or not each.by.isdisjoint(roles)]
    return [each.name for each in sorted(mine, key=lambda each: each.position)]


def blocked_jobs(gates: Collection[str]) -> sa.Select[Any]:
    """Promised jobs that one of `gates` holds back, rushes first, then those due soonest."""
    held = sa.exists().where(JobGate.job_id == Job.id, JobGate.status == G.BLOCKED, JobGate.gate.in_(gates))
    blocked = sa.select(Job).where(Job.status.in_(ACTIVE), held)
    return blocked.order_by(Job.is_rush.desc(), Job.due_on.nulls_last(), Job.id)
