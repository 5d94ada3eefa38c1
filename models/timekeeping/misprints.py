"""Pieces that were spoiled, with the cause."""

from __future__ import annotations

import enum

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.base import Versioned
from ..core.types import Choice, Prose
from ..jobs import Job
from ..people import Employee
from ..scheduling import ProductionSchedule


class MisprintCause(enum.StrEnum):
    """Why a piece was spoiled."""

    PRINT = "PRINT"
    PLACEMENT = "PLACEMENT"
    COLOUR = "COLOUR"
    GARMENT = "GARMENT"
    MACHINE = "MACHINE"
    WRONG_SIZE = "WRONG_SIZE"
    OTHER = "OTHER"


class Misprint(Versioned):
    """So many pieces of a job that were spoiled at one operation, for one cause."""

    __tablename__ = "misprints"
    __table_args__ = (sa.Index(None, "created_at"),)
    __behind__ = "job"  # two that are noted at once, or while it is packed: each sees what the other took

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), index=True)
    operation_id: Mapped[str | None] = mapped_column(ForeignKey("production_schedules.id"), index=True)
    employee_id: Mapped[str | None] = mapped_column(ForeignKey("employees.id"), index=True)
    quantity: Mapped[int] = mapped_column(info={"minimum": 1, "unit": "pieces"})
    cause: Mapped[MisprintCause] = mapped_column(Choice(MisprintCause))
    notes: Mapped[str | None] = mapped_column(Prose(1000))

    job: Mapped[Job] = relationship()
    operation: Mapped[ProductionSchedule | None] = relationship()
    employee: Mapped[Employee | None] = relationship()

    def __str__(self) -> str:
        return f"{self.quantity} misprinted"
