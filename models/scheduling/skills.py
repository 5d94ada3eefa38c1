"""Who can do what: the stages of a person and of a machine."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.base import Versioned
from ..core.types import Choice
from ..jobs import DecorationMethod
from ..people import Employee, Machine
from .stages import ProductionStage


class EmployeeSkill(Versioned):
    """That a person can do a stage, for one method or for every one."""

    __tablename__ = "employee_skills"
    __table_args__ = (sa.UniqueConstraint("employee_id", "stage_id", "decoration_method"),)

    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id"), index=True)
    stage_id: Mapped[str] = mapped_column(ForeignKey("production_stages.id"), index=True)
    decoration_method: Mapped[DecorationMethod | None] = mapped_column(
        Choice(DecorationMethod), doc="Empty: for every method."
    )

    employee: Mapped[Employee] = relationship()
    stage: Mapped[ProductionStage] = relationship()

    def __str__(self) -> str:
        return f"{self.stage}, {self.decoration_method or 'every method'}"


class MachineStage(Versioned):
    """That a machine serves a stage, for one method or for every one."""

    __tablename__ = "machine_stages"
    __table_args__ = (sa.UniqueConstraint("machine_id", "stage_id", "decoration_method"),)

    machine_id: Mapped[str] = mapped_column(ForeignKey("machines.id"), index=True)
    stage_id: Mapped[str] = mapped_column(ForeignKey("production_stages.id"), index=True)
    decoration_method: Mapped[DecorationMethod | None] = mapped_column(
        Choice(DecorationMethod), doc="Empty: for every method."
    )

    machine: Mapped[Machine] = relationship()
    stage: Mapped[ProductionStage] = relationship()

    def __str__(self) -> str:
        return f"{self.stage}, {self.decoration_method or 'every method'}"
