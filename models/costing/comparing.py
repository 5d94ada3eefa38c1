"""Estimate beside actual of one job, with the rows behind each amount; three statements besides the costing itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from ..billing import Expense, ExpenseKind
from ..catalog import Material
from ..core.base import session_of
from ..core.types import Money, Quantity
from ..jobs import Job, JobStatus
from ..people import Employee
from ..scheduling import ProductionSchedule
from ..scheduling.life import OPEN
from ..stock import MaterialUsage
from ..timekeeping import TimeEntry
from .costs import NOTHING
from .estimates import EstimateKind, JobEstimate, JobEstimateLine
from .forecast import Forecast, forecast_of
from .job_costing import JobCosting
from .variance import Cause, Comparison, Estimated, Used, variance_of

MADE: Final = frozenset(
    {
        *(JobStatus.PACKED, JobStatus.READY_FOR_PICKUP, JobStatus.SHIPPED, JobStatus.COMPLETED),
        *(JobStatus.CANCELLED, JobStatus.DECLINED, JobStatus.EXPIRED),
    }
)
"""Where no material is to come any more."""


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


@dataclass(frozen=True)
class JobCosts:
    """All that is known of what a job costs. `estimate` and `variance` are None while no estimate is frozen."""

    costing: JobCosting
    estimate: JobEstimate | None
    lines: Sequence[JobEstimateLine]
    spent: Sequence[Spent]
    compared: Comparison
    variance: dict[Cause, Decimal] | None
    forecast: Forecast


def costs_of(job: Job) -> JobCosts | None:
    """What the job costs beside what it was estimated at; None before it was reckoned for the first time."""
    session = session_of(job)
    costing = session.scalars(sa.select(JobCosting).where(JobCosting.job_id == job.id)).one_or_none()
    if costing is None:
        return None
    lines, spent = _lines(session, job.id), _spent(session, job.id)
    estimate = lines[0].estimate if lines else None
    compared = compare(lines, spent)
    return JobCosts(
        costing,
        estimate,
        lines,
        spent,
        compared,
        variance_of(compared) if estimate else None,
        forecast_of(
            compared, _hours_left(session, job, compared), costing.revenue, is_made=job.status in MADE
        ),
    )


def compare(lines: Iterable[JobEstimateLine], spent: Iterable[Spent]) -> Comparison:
    """Estimate and actual as variance and forecast read them."""
    estimated: dict[EstimateKind, Estimated] = dict.fromkeys(EstimateKind, Estimated())
    materials: dict[str, Estimated] = {}
    changed = NOTHING
    for line in lines:
        told = Estimated(line.quantity, line.amount)
        estimated[line.kind] += told
        changed += line.amount if line.change_order_id else NOTHING
        if line.material_id:
            materials[line.material_id] = materials.get(line.material_id, Estimated()) + told
    actual = [*spent]
    worked = [each for each in actual if each.kind is EstimateKind.LABOR]
    return Comparison(
        materials=materials,
        used={
            each.key: Used(each.quantity, each.amount, each.spoiled_quantity, each.spoiled_cost)
            for each in actual
            if each.kind is EstimateKind.MATERIAL and each.unit
        },
        bought=_sum(each for each in actual if each.kind is EstimateKind.MATERIAL and not each.unit),
        labor=estimated[EstimateKind.LABOR],
        worked_seconds=int(sum(each.quantity for each in worked)),
        labor_cost=_sum(worked),
        shipping=estimated[EstimateKind.SHIPPING].amount,
        shipping_cost=_sum(each for each in actual if each.kind is EstimateKind.SHIPPING),
        other=estimated[EstimateKind.OTHER].amount,
        other_costs=_sum(each for each in actual if each.kind is EstimateKind.OTHER),
        changed=changed,
    )


def _sum(rows: Iterable[Spent]) -> Decimal:
    return sum((each.amount for each in rows), NOTHING)


def _lines(session: Session, job_id: str) -> Sequence[JobEstimateLine]:
    """The lines of the estimate that holds, with it."""
    mine = sa.select(JobEstimateLine).join(JobEstimateLine.estimate).where(JobEstimate.job_id == job_id)
    holding = mine.where(JobEstimate.superseded_at.is_(None)).order_by(JobEstimateLine.id)
    return session.scalars(holding.options(joinedload(JobEstimateLine.estimate))).all()


def _spent(session: Session, job_id: str) -> list[Spent]:
    """What the job's materials, people and expenses cost, each kind in the order of names; one statement."""
    together = sa.union_all(_used(job_id), _worked(job_id), _paid(job_id)).subquery()
    rows = session.execute(sa.select(together).order_by(together.c.kind, together.c.name, together.c.key))
    return [Spent(EstimateKind(kind), *values) for kind, *values in rows]


def _row(kind: Any, key: Any, name: Any, unit: Any, *numbers: Any) -> sa.Select[Any]:
    labels = ("kind", "key", "name", "unit")
    texts = (each.label(label) for each, label in zip((kind, key, name, unit), labels, strict=True))
    return sa.select(*texts, *numbers)


def _numbers(quantity: Any, amount: Any, spoiled: Any, spoiled_cost: Any) -> tuple[Any, ...]:
    return (
        sa.func.coalesce(quantity, 0, type_=Quantity()).label("quantity"),
        sa.func.coalesce(amount, 0, type_=Money()).label("amount"),
        sa.func.coalesce(spoiled, 0, type_=Quantity()).label("spoiled_quantity"),
        sa.func.coalesce(spoiled_cost, 0, type_=Money()).label("spoiled_cost"),
    )


def _used(job_id: str) -> sa.Select[Any]:
    usage, total = MaterialUsage, sa.func.sum
    waste = usage.misprint_id.is_not(None)
    numbers = _numbers(
        total(usage.quantity_used),
        total(usage.total_cost),
        total(sa.case((waste, usage.quantity_used))),
        total(sa.case((waste, usage.total_cost))),
    )
    rows = _row(sa.literal("MATERIAL"), Material.id, Material.name, Material.unit, *numbers)
    mine = rows.join_from(usage, Material, usage.material_id == Material.id).where(usage.job_id == job_id)
    return mine.group_by(Material.id, Material.name, Material.unit)


def _worked(job_id: str) -> sa.Select[Any]:
    entry, none = TimeEntry, sa.literal(0)
    numbers = _numbers(sa.func.sum(entry.seconds), sa.func.sum(entry.cost), none, none)
    rows = _row(sa.literal("LABOR"), Employee.id, Employee.name, sa.literal("s"), *numbers)
    mine = rows.join_from(entry, Employee, entry.employee_id == Employee.id).where(entry.job_id == job_id)
    return mine.group_by(Employee.id, Employee.name)


def _paid(job_id: str) -> sa.Select[Any]:
    kinds = {ExpenseKind.MATERIAL: "MATERIAL", ExpenseKind.SHIPPING: "SHIPPING"}
    expense, none = Expense, sa.literal(0)
    kind = sa.case(*((expense.kind == each, name) for each, name in kinds.items()), else_="OTHER")
    numbers = _numbers(sa.literal(1), expense.amount, none, none)
    rows = _row(kind, expense.id, expense.description, sa.literal(""), *numbers)
    return rows.where(expense.job_id == job_id)


def _hours_left(session: Session, job: Job, compared: Comparison) -> list[Decimal]:
    """What each operation that is not over still takes; what was estimated, of a job that has no operations yet."""
    row = ProductionSchedule
    mine = sa.select(row.status, row.estimated_hours, row.actual_hours).where(row.job_id == job.id)
    operations = session.execute(mine).all()
    if not operations and job.status not in MADE:
        return [max(NOTHING, compared.labor.quantity - Decimal(compared.worked_seconds) / 3600)]
    return [
        max(NOTHING, estimated - (worked or NOTHING))
        for status, estimated, worked in operations
        if status in OPEN
    ]
