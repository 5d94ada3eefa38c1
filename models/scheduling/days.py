"""The days on which the shop works otherwise than in a usual week: holidays, and who is away."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.base import Versioned
from ..core.errors import InvalidValue, RuleBroken
from ..core.types import Hours
from ..people import Employee, Machine


class WorkDay(Versioned):
    """A day that differs from the usual week: a holiday, a Saturday on which the shop works."""

    __tablename__ = "work_calendar"

    day: Mapped[dt.date] = mapped_column(sa.Date, unique=True)
    name: Mapped[str | None] = mapped_column(String(120), doc="Such as Thanksgiving.")
    hours: Mapped[Decimal] = mapped_column(
        Hours(),
        default=Decimal(0),
        info={"unit": "h", "minimum": 0, "maximum": 24},
        doc="How long the shop works; 0: closed. Whoever has a shorter day of their own works no longer.",
    )

    def __str__(self) -> str:
        return self.name or f"{self.day:%-d %b %Y}"


class Absence(Versioned):
    """Days on which a person is away, or a machine stands still."""

    __tablename__ = "absences"

    employee_id: Mapped[str | None] = mapped_column(ForeignKey("employees.id"), index=True)
    machine_id: Mapped[str | None] = mapped_column(ForeignKey("machines.id"), index=True)
    starts_on: Mapped[dt.date] = mapped_column(sa.Date, index=True)
    ends_on: Mapped[dt.date] = mapped_column(sa.Date, index=True, doc="The last day.")
    hours: Mapped[Decimal | None] = mapped_column(
        Hours(),
        info={"unit": "h", "minimum": 0, "maximum": 24},
        doc="Hours away on each of these days; empty: the whole day.",
    )
    reason: Mapped[str | None] = mapped_column(String(200))

    employee: Mapped[Employee | None] = relationship()
    machine: Mapped[Machine | None] = relationship()

    def __str__(self) -> str:
        return f"{self.employee or self.machine or 'Nobody'} away from {self.starts_on:%-d %b %Y}"


@event.listens_for(Absence, "before_insert")
@event.listens_for(Absence, "before_update")
def _makes_sense(_mapper: Any, _connection: Any, absence: Absence) -> None:
    """Refuse an absence of nobody, of two, one that ends before it begins, and one of no hours."""
    if absence.ends_on < absence.starts_on:
        raise InvalidValue(
            "ends_on", f"It must be {absence.starts_on:%-d %b %Y} or later: the absence begins then."
        )
    if absence.hours is not None and absence.hours <= 0:
        raise InvalidValue("hours", "It must be more than 0; leave it empty for whole days.")
    if bool(absence.employee_id) == bool(absence.machine_id):
        raise RuleBroken(
            "Nothing was saved: an absence is of one person or of one machine. Name exactly one."
        )
