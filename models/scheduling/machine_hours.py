"""How long an operation takes on the machine that is chosen for it (domain.md, “Time”: 400 an hour, or 65).

As it is made, its hours are those of the slowest machine that serves it, so that it fits on any. The first estimate
stays whatever is chosen.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ..core.base import session_of
from ..people import Machine
from .estimates import estimate_hours
from .life import ScheduleStatus
from .plan import Plan, load_plan
from .work import work_of

if TYPE_CHECKING:
    from .operations import ProductionSchedule


def hours_on(operation: ProductionSchedule, machine: Machine | None) -> Decimal:
    """The hours of the operation on `machine`, or on any. They stay when it is the same machine, when somebody set them
    by hand or split them, and once the work has begun.
    """
    hours = operation.estimated_hours
    is_same = operation.machine_id == (machine.id if machine is not None else None)
    if is_same or operation.status == ScheduleStatus.IN_PROGRESS or operation.split_from_id is not None:
        return hours
    plan = load_plan(session_of(operation))
    if hours not in (operation.first_estimate, _reckoned(operation, operation.machine, plan)):
        return hours
    return _reckoned(operation, machine, plan) or hours


def _reckoned(operation: ProductionSchedule, machine: Machine | None, plan: Plan) -> Decimal | None:
    """The hours by the shop's routing; None when it has no row for the work."""
    method = operation.decoration_method
    rows = plan.rows_for(operation.stage, [] if method is None else [method])
    routing = next((row for told, row in rows if told == method), None)
    if routing is None:
        return None
    machines = [machine] if machine is not None else plan.machines_for(operation.stage, method)
    return estimate_hours(routing, work_of(operation.job.items, method), machines)
