"""What a tap does to the plan besides taking time: it begins an operation, and finishes it with its pieces."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..core.errors import RuleBroken
from ..people import Employee
from ..scheduling import ProductionSchedule, ScheduleStatus
from ..scheduling.gates_ahead import refuse_to_begin
from .misprints import Misprint, MisprintCause

UNBEGUN = frozenset({ScheduleStatus.BACKLOG, ScheduleStatus.SCHEDULED, ScheduleStatus.DELAYED})


@dataclass(frozen=True)
class Pieces:
    """What came out of an operation: pieces good and misprinted, and why those were."""

    good: int | None = None
    misprinted: int | None = None
    cause: MisprintCause | None = None

    def __post_init__(self) -> None:
        """RuleBroken for less than nothing, and for misprints of which nobody says why."""
        if (self.good or 0) < 0 or (self.misprinted or 0) < 0:
            raise RuleBroken("The stage was not finished: there cannot be fewer than 0 pieces.")
        if self.misprinted and self.cause is None:
            raise RuleBroken(f"The stage was not finished: say why {self.misprinted} were misprinted.")


def begin(operation: ProductionSchedule, employee: Employee) -> None:
    """Start an operation, unless it is under way; RuleBroken when it cannot be worked on, with the reason."""
    if operation.status in UNBEGUN:
        _start(operation, employee)
    elif operation.status != ScheduleStatus.IN_PROGRESS:
        raise RuleBroken(
            f"{operation} is {operation.status}: open the job and choose what is to be done now."
        )


def finish(session: Session, operation: ProductionSchedule, employee: Employee, pieces: Pieces) -> None:
    """Finish an operation with its pieces, and note those that were spoiled."""
    if operation.status in UNBEGUN:
        _start(operation, employee)
    operation.finish(good=pieces.good, misprinted=pieces.misprinted)
    if pieces.misprinted and pieces.cause is not None:
        spoiled = {"quantity": pieces.misprinted, "cause": pieces.cause}
        session.add(
            Misprint(job_id=operation.job_id, operation_id=operation.id, employee_id=employee.id, **spoiled)
        )
    session.flush()


def _start(operation: ProductionSchedule, employee: Employee) -> None:
    """Start it; what has no day yet is booked on today first, for the person who does it."""
    if operation.status == ScheduleStatus.BACKLOG:
        refuse_to_begin(operation)  # a gate that is blocked matters more than a day that is full
        machine = operation.machine_id
        operation.schedule(date=clock.shop_day(), employee_id=employee.id, machine_id=machine)
    operation.start()


def operation_by_id(session: Session, id_: str | None) -> ProductionSchedule:
    """The operation that a tap names; RuleBroken when there is none any more."""
    found = session.scalars(sa.select(ProductionSchedule).where(ProductionSchedule.id == id_)).one_or_none()
    if found is None:
        raise RuleBroken("No time was taken: this work is not in the plan any more. Reload your work.")
    return found
