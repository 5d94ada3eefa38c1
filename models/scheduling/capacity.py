"""The hours that a person, a machine or the whole shop has on a day, and how many of them are booked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.base import Base
from ..core.doors import GIVEN_ONCE, VERBS_ONLY
from ..core.types import Hours, Prose
from ..people import Employee, Machine


class DailyCapacity(Base):
    """A day of one resource. A row of neither a person nor a machine limits the whole shop."""

    __tablename__ = "daily_capacity"
    __table_args__ = (sa.UniqueConstraint("date", "resource"),)
    __audited__ = True
    __live__ = True

    date: Mapped[dt.date] = mapped_column(sa.Date, info=GIVEN_ONCE)
    employee_id: Mapped[str | None] = mapped_column(ForeignKey("employees.id"), index=True, info=GIVEN_ONCE)
    machine_id: Mapped[str | None] = mapped_column(ForeignKey("machines.id"), index=True, info=GIVEN_ONCE)
    resource: Mapped[str] = mapped_column(
        String(26),
        default="",
        index=True,
        info=GIVEN_ONCE,
        doc="The id of the person or machine, empty for the shop: one row for each day of each.",
    )
    total_hours: Mapped[Decimal] = mapped_column(Hours(), info=VERBS_ONLY | {"unit": "h"})
    booked_hours: Mapped[Decimal] = mapped_column(
        Hours(), default=Decimal(0), info=VERBS_ONLY | {"unit": "h"}
    )
    actual_hours: Mapped[Decimal] = mapped_column(
        Hours(), default=Decimal(0), info=VERBS_ONLY | {"unit": "h"}
    )
    is_corrected: Mapped[bool] = mapped_column(
        default=False, info=VERBS_ONLY, doc="Set by hand: the clock leaves the total alone."
    )
    notes: Mapped[str | None] = mapped_column(Prose(1000))

    employee: Mapped[Employee | None] = relationship()
    machine: Mapped[Machine | None] = relationship()

    def __str__(self) -> str:
        return f"{self.employee or self.machine or 'The shop'} on {self.date:%-d %b %Y}"
