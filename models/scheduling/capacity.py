"""The hours that a person, a machine or the whole shop has on a day, and how many of them are booked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Final

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.base import Base
from ..core.doors import GIVEN_ONCE, VERBS_ONLY
from ..core.errors import InvalidValue
from ..core.roles import MANAGER, OFFICE
from ..core.types import Hours, Prose
from ..core.workflow import verb
from ..people import Employee, Machine
from .asked import HoursOfDay
from .life import Load

TIGHT: Final = Decimal("0.85")
"""Above this share of its hours a day is tight (domain.md, "Schedule and capacity")."""

LONGEST_DAY: Final = Decimal(24)


def load_of(booked: Decimal, total: Decimal) -> Load:
    """How full a day is: tight above 85 %, full from 100 % on. A day without hours is full once any is booked."""
    if booked >= total and (booked or total):
        return Load.FULL
    return Load.TIGHT if booked > total * TIGHT else Load.GREEN


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

    @property
    def left(self) -> Decimal:
        """The hours that can still be booked; less than nothing when more is booked than the day holds."""
        return self.total_hours - self.booked_hours

    @property
    def load(self) -> Load:
        """How full the day is."""
        return load_of(self.booked_hours, self.total_hours)

    @verb(by={MANAGER, OFFICE})
    def correct(
        self, total_hours: HoursOfDay, notes: Annotated[str | None, Field(max_length=1000)] = None
    ) -> None:
        """Set the hours of this day by hand.

        Less than is booked is accepted: bookings stay, and the excess shows as a conflict to solve.
        """
        if total_hours < 0 or (self.resource and total_hours > LONGEST_DAY):
            raise InvalidValue("total_hours", "A day of one person or machine has between 0 and 24 hours.")
        self.total_hours, self.is_corrected = total_hours, True
        if notes is not None:
            self.notes = notes or None
