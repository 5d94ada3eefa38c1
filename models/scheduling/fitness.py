"""Who can do what: which people and machines an operation may be given to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.base import session_of
from ..core.errors import InvalidValue
from ..people import Employee, Machine
from .life import RefusalKind
from .refused import BookingRefused
from .skills import EmployeeSkill, MachineStage

if TYPE_CHECKING:
    from .operations import ProductionSchedule


def person(session: Session, id_: str | None) -> Employee | None:
    """The employee with this id; InvalidValue when there is none."""
    found = session.get(Employee, id_) if id_ else None
    if id_ and found is None:
        raise InvalidValue("employee_id", "There is no such person.")
    return found


def machine(session: Session, id_: str | None) -> Machine | None:
    """The machine with this id; InvalidValue when there is none."""
    found = session.get(Machine, id_) if id_ else None
    if id_ and found is None:
        raise InvalidValue("machine_id", "There is no such machine.")
    return found


def refuse_unfit(operation: ProductionSchedule, resource: Employee | Machine) -> None:
    """Refuse a person who has not the skill, a machine that does not serve the stage, and either when put away.

    A stage for which nobody has declared anything is open to all.
    """
    if resource.archived_at is not None or not resource.is_active:
        raise _refused(operation, resource, f"{resource} is not at work any more: choose somebody else.")
    if isinstance(resource, Employee):
        declared, mine = EmployeeSkill, EmployeeSkill.employee_id
        told = f"{resource} has not the skill for {_work(operation)}: choose somebody who has."
    else:
        declared, mine = MachineStage, MachineStage.machine_id
        told = f"{resource} does not serve {_work(operation)}: choose another machine."
    if not _can(session_of(operation), operation, declared, mine == resource.id):
        raise _refused(operation, resource, told)


def _can(session: Session, operation: ProductionSchedule, declared: Any, is_mine: Any) -> bool:
    of_stage = declared.stage_id == operation.stage_id
    method = operation.decoration_method
    fits = (
        sa.true()
        if method is None
        else sa.or_(declared.decoration_method.is_(None), declared.decoration_method == method)
    )
    if session.scalar(sa.select(declared.id).where(of_stage, is_mine, fits).limit(1)) is not None:
        return True
    return session.scalar(sa.select(declared.id).where(of_stage).limit(1)) is None


def _work(operation: ProductionSchedule) -> str:
    method = operation.decoration_method
    return f"{operation.stage}" + (f" ({str(method).replace('_', ' ').lower()})" if method else "")


def _refused(operation: ProductionSchedule, resource: Any, told: str) -> BookingRefused:
    return BookingRefused(told, RefusalKind.UNSKILLED, operation_id=operation.id, resource=resource.id)
