"""An operation: a job's work at one stage, on a day or in the backlog."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.base import Versioned
from ..core.doors import GIVEN_ONCE, VERBS_ONLY, state_column
from ..core.types import Choice, Hours, Prose, UtcDateTime
from ..core.workflow import verb
from ..jobs import DecorationMethod, Job
from ..people import Employee, Machine
from .life import ScheduleStatus
from .stages import ProductionStage


class ProductionSchedule(Versioned):
    """One operation. It fits within its day; what does not is split."""

    __tablename__ = "production_schedules"
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
