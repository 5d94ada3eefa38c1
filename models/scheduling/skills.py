"""Who can do what: the stages of a person and of a machine."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

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


def who_can(session: Session, stage_id: str, method: DecorationMethod | None = None) -> Sequence[Employee]:
    """The active people who can do a stage, for `method` or for every one, by name."""
    able = sa.select(EmployeeSkill.employee_id).where(
        EmployeeSkill.stage_id == stage_id, _for(EmployeeSkill.decoration_method, method)
    )
    present = sa.select(Employee).where(Employee.is_active.is_(True), Employee.archived_at.is_(None))
    return session.scalars(present.where(Employee.id.in_(able)).order_by(Employee.name, Employee.id)).all()


def which_can(session: Session, stage_id: str, method: DecorationMethod | None = None) -> Sequence[Machine]:
    """The active machines that serve a stage, for `method` or for every one, by name."""
    able = sa.select(MachineStage.machine_id).where(
        MachineStage.stage_id == stage_id, _for(MachineStage.decoration_method, method)
    )
    present = sa.select(Machine).where(Machine.is_active.is_(True), Machine.archived_at.is_(None))
    return session.scalars(present.where(Machine.id.in_(able)).order_by(Machine.name, Machine.id)).all()


def _for(
    column: sa.ColumnElement[DecorationMethod | None] | Mapped[DecorationMethod | None],
    method: DecorationMethod | None,
) -> sa.ColumnElement[bool]:
    return column.is_(None) if method is None else sa.or_(column.is_(None), column == method)
