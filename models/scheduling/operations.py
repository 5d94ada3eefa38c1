"""An operation: a job's work at one stage, on a day or in the backlog."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core import clock
from ..core.base import Versioned, session_of
from ..core.doors import GIVEN_ONCE, VERBS_ONLY, state_column
from ..core.errors import InvalidValue, RuleBroken
from ..core.roles import ARTIST, MANAGER, OFFICE, PRODUCTION
from ..core.types import Choice, Hours, Prose, UtcDateTime
from ..core.workflow import COMPUTED, transition, verb
from ..jobs import DecorationMethod, Job, JobStatus
from ..people import Employee, Machine
from .asked import (
    KEPT,
    BeginsAt,
    Day,
    HoursOfWork,
    MachineId,
    OverrideReason,
    PersonId,
    PieceCount,
    Place,
)
from .deeds import back_to_the_backlog, move_to, part_of
from .gates_ahead import gated_from, refuse_to_begin, why_blocked
from .life import ON_THE_DAY, OPEN, ScheduleStatus
from .order import refuse_to_overtake
from .placing import LONGEST, bring_forward, fits_again, put, spot_of, take_off
from .stage_verbs import speak_of_finish, speak_of_start
from .stages import ProductionStage

S = ScheduleStatus

PLANNERS: Final = frozenset({OFFICE, PRODUCTION, MANAGER})
WORKERS: Final = PLANNERS | {ARTIST}


class ProductionSchedule(Versioned):
    """One operation. It fits within its day; what does not is split.

    Every planning verb books in the transaction that it runs in: the hours of `daily_capacity` and the operation's own
    columns are written together or not at all.
    """

    __tablename__ = "production_schedules"
    __behind__ = "job"
    __live__ = True
    __table_args__ = (
        sa.Index(None, "scheduled_date", "employee_id"),
        sa.Index(None, "scheduled_date", "machine_id"),
    )

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), index=True, info=GIVEN_ONCE)
    stage_id: Mapped[str] = mapped_column(ForeignKey("production_stages.id"), index=True, info=GIVEN_ONCE)
    decoration_method: Mapped[DecorationMethod | None] = mapped_column(
        Choice(DecorationMethod), info=GIVEN_ONCE
    )
    pieces: Mapped[int] = mapped_column(default=0, info=VERBS_ONLY | {"unit": "pieces"})
    employee_id: Mapped[str | None] = mapped_column(ForeignKey("employees.id"), index=True, info=VERBS_ONLY)
    machine_id: Mapped[str | None] = mapped_column(ForeignKey("machines.id"), index=True, info=VERBS_ONLY)
    scheduled_date: Mapped[dt.date | None] = mapped_column(sa.Date, index=True, info=VERBS_ONLY)
    start_time: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    end_time: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    estimated_hours: Mapped[Decimal] = mapped_column(
        Hours(), info=VERBS_ONLY | {"unit": "h"}, doc="What it books."
    )
    first_estimate: Mapped[Decimal] = mapped_column(
        Hours(),
        info=GIVEN_ONCE | {"unit": "h"},
        doc="As reckoned when the operation was made: never changed.",
    )
    actual_hours: Mapped[Decimal | None] = mapped_column(Hours(), info=VERBS_ONLY | {"unit": "h"})
    priority: Mapped[int] = mapped_column(
        default=0, info=VERBS_ONLY, doc="Its place in the order of the day."
    )
    status: Mapped[ScheduleStatus] = state_column(ScheduleStatus, ScheduleStatus.BACKLOG, index=True)
    good_pieces: Mapped[int | None] = mapped_column(info=VERBS_ONLY | {"unit": "pieces"})
    misprinted_pieces: Mapped[int | None] = mapped_column(info=VERBS_ONLY | {"unit": "pieces"})
    started_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    completed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, index=True, info=VERBS_ONLY)
    overbooked_because: Mapped[str | None] = mapped_column(
        Prose(500), info=VERBS_ONLY, doc="Why a manager booked beyond what the day holds."
    )
    fell_with_job: Mapped[bool] = mapped_column(
        default=False,
        server_default=sa.false(),
        info=VERBS_ONLY,
        doc="Cancelled since its job was over: it comes back with the job.",
    )
    split_from_id: Mapped[str | None] = mapped_column(
        ForeignKey("production_schedules.id"), index=True, info=GIVEN_ONCE
    )
    notes: Mapped[str | None] = mapped_column(Prose())

    job: Mapped[Job] = relationship()
    stage: Mapped[ProductionStage] = relationship()
    employee: Mapped[Employee | None] = relationship()
    machine: Mapped[Machine | None] = relationship()

    def __str__(self) -> str:
        return f"{self.stage}, {self.job.number}"

    @property
    def is_untouched(self) -> bool:
        """Whether it waits in the backlog as it was made: no part of another, and nobody has planned it."""
        return self.status == ScheduleStatus.BACKLOG and self.split_from_id is None

    @verb(column="status", sources={ScheduleStatus.BACKLOG})
    def reckon(self, pieces: int, hours: Decimal) -> None:
        """Take what the routing reckons for it now; the first estimate stays."""
        self.pieces, self.estimated_hours = pieces, hours

    @property
    def blocked_because(self) -> str:
        """Why it may not begin now: its job is on hold, or a gate is blocked; empty when it may, or is over."""
        return why_blocked(self, gated_from(session_of(self)))

    @transition("status", {S.BACKLOG}, S.SCHEDULED, by=PLANNERS)
    def schedule(
        self,
        date: Day,
        employee_id: PersonId = None,
        machine_id: MachineId = None,
        start_time: BeginsAt = None,
        priority: Place = None,
        override_reason: OverrideReason = None,
    ) -> None:
        """Give it a day, and a person or a machine."""
        move_to(self, date, start_time, employee_id, machine_id, priority, override_reason)

    @transition("status", OPEN, COMPUTED, by=PLANNERS)
    def move(
        self,
        date: Day | None,
        start_time: BeginsAt = KEPT,
        employee_id: PersonId = KEPT,
        machine_id: MachineId = KEPT,
        priority: Place = None,
        override_reason: OverrideReason = None,
    ) -> ScheduleStatus:
        """Plan it for another day, time, person or machine; without a day it goes back to the backlog.

        What is left out stays as it is; a time only on the same day.
        """
        if date is None:
            return back_to_the_backlog(self)
        if start_time == KEPT:
            start_time = self.start_time if date == self.scheduled_date else None
        employee_id = self.employee_id if employee_id == KEPT else employee_id
        machine_id = self.machine_id if machine_id == KEPT else machine_id
        move_to(self, date, start_time, employee_id, machine_id, priority, override_reason)
        is_late = self.status == S.DELAYED and date < clock.shop_day()
        return self.status if self.status == S.IN_PROGRESS or is_late else S.SCHEDULED

    @transition("status", {S.SCHEDULED, S.DELAYED}, S.BACKLOG, by=PLANNERS)
    def unschedule(self) -> None:
        """Take it off its day: back to the backlog."""
        take_off(self)

    @verb(by=PLANNERS, column="status", sources=OPEN)
    def resize(
        self,
        hours: HoursOfWork,
        override_reason: OverrideReason = None,
    ) -> None:
        """Book more or fewer hours for it."""
        if not 0 < hours <= LONGEST:
            raise InvalidValue("hours", "An operation takes more than 0 and at most 24 hours.")
        spot = spot_of(self)
        if spot is None:
            self.estimated_hours = hours
        else:
            put(self, replace(spot, hours=hours), override_reason)

    @verb(by=PLANNERS, column="status", sources=OPEN)
    def split(self, hours: HoursOfWork) -> ProductionSchedule:
        """Put so many of its hours into an operation of their own, which waits in the backlog."""
        if not 0 < hours < self.estimated_hours:
            told = f"Split off more than 0 and less than the {self.estimated_hours.normalize():f} hours it takes."
            raise InvalidValue("hours", told)
        rest = self.estimated_hours - hours
        part = part_of(self, hours)
        spot = spot_of(self)
        if spot is None:
            self.estimated_hours = rest
        else:
            put(self, replace(spot, hours=rest))
        self.pieces -= part.pieces
        return part

    @transition("status", {S.SCHEDULED, S.DELAYED}, S.IN_PROGRESS, by=WORKERS)
    def start(self) -> None:
        """Begin the work."""
        refuse_to_begin(self)
        refuse_to_overtake(self)
        speak_of_start(self)
        self.started_at = self.started_at or clock.now()

    @transition("status", {S.IN_PROGRESS}, S.COMPLETED, by=WORKERS)
    def finish(
        self,
        good: PieceCount = None,
        misprinted: PieceCount = None,
    ) -> None:
        """The work is done; the stage counts how many pieces came out good, and how many misprinted."""
        if (good or 0) < 0 or (misprinted or 0) < 0:
            raise InvalidValue("good", "There cannot be fewer than 0 pieces.")
        if self.job.status == JobStatus.ON_HOLD:
            raise RuleBroken(f"{self} cannot be finished: {self.job} is on hold. Resume the job first.")
        self.good_pieces, self.misprinted_pieces = good, misprinted
        self.completed_at = clock.now()
        bring_forward(self, clock.shop_day())
        speak_of_finish(self)

    @transition("status", {S.IN_PROGRESS}, S.COMPLETED)
    def close(self) -> None:
        """Its job has left the shop, so the work is done, though nobody said so."""
        self.completed_at = clock.now()
        bring_forward(self, clock.shop_day())

    @transition("status", {S.COMPLETED, S.CANCELLED}, COMPUTED, by=PLANNERS)
    def reopen(self) -> ScheduleStatus:
        """Take it up again: what was finished is in progress, what was cancelled waits in the backlog."""
        if self.status == S.CANCELLED:
            self.fell_with_job = False
            return S.BACKLOG
        self.completed_at = self.good_pieces = self.misprinted_pieces = None
        return S.IN_PROGRESS

    @transition("status", OPEN, S.CANCELLED, by=PLANNERS)
    def cancel(self) -> None:
        """It is not done: its hours are free again."""
        take_off(self)

    @transition("status", OPEN, S.CANCELLED)
    def fall(self) -> None:
        """Its job is over before it was done: its hours are free again, and it comes back if the job does."""
        take_off(self)
        self.fell_with_job = True

    @verb(column="status", sources=ON_THE_DAY)
    def fit_again(self) -> None:
        """Its day holds it by now: why it was booked beyond that is history, which the audit keeps."""
        if not fits_again(self):
            raise RuleBroken(f"{self} is not beyond its day, or still is.")
        self.overbooked_because = None

    @transition("status", {S.SCHEDULED}, S.DELAYED)
    def delay(self) -> None:
        """Its day passed undone. It goes on booking the hours of that day, until it is moved to another."""
        if self.scheduled_date is not None and self.scheduled_date >= clock.shop_day():
            raise RuleBroken(f"{self} is not late: its day is not over.")
