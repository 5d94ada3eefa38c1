"""What was spent on jobs, with the rows behind each amount, and the hours of their operations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..billing import Expense, ExpenseKind
from ..catalog import Material
from ..core.types import Money, Quantity
from ..people import Employee
from ..scheduling import ProductionSchedule
from ..scheduling.life import OPEN
from ..stock import MaterialUsage
from ..timekeeping import TimeEntry
from .costs import NOTHING
from .estimates import EstimateKind


class Spent(NamedTuple):
    """A row behind an amount: a material, a person's time or an expense, summed over the job."""

    kind: EstimateKind
    key: str
    name: str
    unit: str
    quantity: Decimal
    amount: Decimal
    spoiled_quantity: Decimal = NOTHING
    spoiled_cost: Decimal = NOTHING


def spent_on(session: Session, job_ids: Collection[str]) -> dict[str, list[Spent]]:
    """What the materials, people and expenses of each of these jobs cost, each kind in the order of names.

    One statement; jobs without any are not among the answer.
    """
    together = sa.union_all(_used(job_ids), _worked(job_ids), _paid(job_ids)).subquery()
    rows = session.execute(sa.select(together).order_by(together.c.kind, together.c.name, together.c.key))
    by_job: dict[str, list[Spent]] = defaultdict(list)
    for job_id, kind, *values in rows:
        by_job[job_id].append(Spent(EstimateKind(kind), *values))
    return by_job


def _row(job_id: Any, kind: Any, key: Any, name: Any, unit: Any, *numbers: Any) -> sa.Select[Any]:
    labels = ("kind", "key", "name", "unit")
    texts = (each.label(label) for each, label in zip((kind, key, name, unit), labels, strict=True))
    return sa.select(job_id.label("job_id"), *texts, *numbers)


def _numbers(quantity: Any, amount: Any, spoiled: Any, spoiled_cost: Any) -> tuple[Any, ...]:
    return (
        sa.func.coalesce(quantity, 0, type_=Quantity()).label("quantity"),
        sa.func.coalesce(amount, 0, type_=Money()).label("amount"),
        sa.func.coalesce(spoiled, 0, type_=Quantity()).label("spoiled_quantity"),
        sa.func.coalesce(spoiled_cost, 0, type_=Money()).label("spoiled_cost"),
    )


def _used(job_ids: Collection[str]) -> sa.Select[Any]:
    usage, total = MaterialUsage, sa.func.sum
    waste = usage.misprint_id.is_not(None)
    numbers = _numbers(
        total(usage.quantity_used),
        total(usage.total_cost),
        total(sa.case((waste, usage.quantity_used))),
        total(sa.case((waste, usage.total_cost))),
    )
    rows = _row(usage.job_id, sa.literal("MATERIAL"), Material.id, Material.name, Material.unit, *numbers)
    mine = rows.join_from(usage, Material, usage.material_id == Material.id).where(usage.job_id.in_(job_ids))
    return mine.group_by(usage.job_id, Material.id, Material.name, Material.unit)


def _worked(job_ids: Collection[str]) -> sa.Select[Any]:
    entry, none = TimeEntry, sa.literal(0)
    numbers = _numbers(sa.func.sum(entry.seconds), sa.func.sum(entry.cost), none, none)
    rows = _row(entry.job_id, sa.literal("LABOR"), Employee.id, Employee.name, sa.literal("s"), *numbers)
    mine = rows.join_from(entry, Employee, entry.employee_id == Employee.id).where(entry.job_id.in_(job_ids))
    return mine.group_by(entry.job_id, Employee.id, Employee.name)


def _paid(job_ids: Collection[str]) -> sa.Select[Any]:
    kinds = {ExpenseKind.MATERIAL: "MATERIAL", ExpenseKind.SHIPPING: "SHIPPING"}
    expense, none = Expense, sa.literal(0)
    kind = sa.case(*((expense.kind == each, name) for each, name in kinds.items()), else_="OTHER")
    numbers = _numbers(sa.literal(1), expense.amount, none, none)
    rows = _row(expense.job_id, kind, expense.id, expense.description, sa.literal(""), *numbers)
    return rows.where(expense.job_id.in_(job_ids))


class Operation(NamedTuple):
    """The hours of an operation: estimated, worked, and whether it is not over."""

    estimated: Decimal
    worked: Decimal
    is_open: bool


def hours_by_operation(session: Session, job_ids: Collection[str]) -> dict[str, list[Operation]]:
    """The operations of each of these jobs; one statement."""
    row = ProductionSchedule
    asked = sa.select(row.job_id, row.status, row.estimated_hours, row.actual_hours)
    by_job: dict[str, list[Operation]] = defaultdict(list)
    for job_id, status, estimated, worked in session.execute(asked.where(row.job_id.in_(job_ids))):
        by_job[job_id].append(Operation(estimated, worked or NOTHING, status in OPEN))
    return by_job
