"""Time that a person worked: whole seconds, on a job's operation or on something else."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.base import Versioned
from ..core.doors import VERBS_ONLY
from ..core.types import Hours, Money, Prose, UtcDateTime
from ..core.visibility import COSTS
from ..jobs import Job
from ..people import Employee
from ..scheduling import ProductionSchedule


class TimeEntry(Versioned):
    """A stretch of work. Those of one person may touch, not overlap; one runs at a time."""

    __tablename__ = "time_entries"
    __live__ = True
    __table_args__ = (sa.Index(None, "employee_id", "start_time"),)

    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id"), index=True)
    job_id: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    operation_id: Mapped[str | None] = mapped_column(ForeignKey("production_schedules.id"), index=True)
    start_time: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    end_time: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, doc="Empty while it runs.")
    seconds: Mapped[int | None] = mapped_column(
        info=VERBS_ONLY | {"unit": "s"}, doc="From start to end: what is counted and paid."
    )
    duration: Mapped[Decimal | None] = mapped_column(
        Hours(), info=VERBS_ONLY | {"unit": "h"}, doc="The same in hours, to four decimals."
    )
    activity: Mapped[str] = mapped_column(String(60), doc="Such as Printing or Set-up.")
    description: Mapped[str | None] = mapped_column(Prose(1000))
    hourly_rate: Mapped[Decimal | None] = mapped_column(
        Money(), info=COSTS | VERBS_ONLY | {"unit": "$/h"}, doc="The person's rate at clock-in."
    )
    billable: Mapped[bool] = mapped_column(
        default=True, doc="Whether it may be invoiced. It costs either way."
    )
    is_capped: Mapped[bool] = mapped_column(
        default=False, info=VERBS_ONLY, doc="Forgotten, and ended by the clock: to be looked at."
    )

    employee: Mapped[Employee] = relationship()
    job: Mapped[Job | None] = relationship()
    operation: Mapped[ProductionSchedule | None] = relationship()

    def __str__(self) -> str:
        return f"{self.activity}, {self.start_time:%-d %b %Y}"
