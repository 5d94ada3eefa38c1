"""Estimate beside actual of one job, with the rows behind each amount; three statements besides the costing itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from ..core.base import session_of
from ..core.portions import portions
from ..jobs import Job, JobStatus
from .costs import NOTHING
from .estimates import EstimateKind, JobEstimate, JobEstimateLine
from .forecast import Forecast, forecast_of
from .job_costing import JobCosting
from .spending import Operation, Spent, hours_by_operation, spent_on
from .variance import Cause, Comparison, Estimated, Used, variance_of

MADE: Final = frozenset(
    {
        *(JobStatus.PACKED, JobStatus.READY_FOR_PICKUP, JobStatus.SHIPPED, JobStatus.COMPLETED),
        *(JobStatus.CANCELLED, JobStatus.DECLINED, JobStatus.EXPIRED),
    }
)
"""Where no material is to come any more."""


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
    lines, spent = _lines(session, job.id), spent_on(session, [job.id]).get(job.id, [])
    estimate = lines[0].estimate if lines else None
    compared = compare(lines, spent)
    return JobCosts(
        costing,
        estimate,
        lines,
        spent,
        compared,
        variance_of(compared) if estimate else None,
        _forecast(
            compared,
            hours_by_operation(session, [job.id]).get(job.id, []),
            costing.revenue,
            is_made=job.status in MADE,
        ),
    )


def compare(lines: Iterable[Any], spent: Iterable[Spent]) -> Comparison:
    """Estimate and actual as variance and forecast read them; `lines` are those of an estimate, or such rows."""
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


def forecasts(session: Session, statuses: Mapping[str, JobStatus]) -> dict[str, Forecast]:
    """What each of these jobs (status by id) will cost, of those with an estimate; three statements for 500 jobs.

    Without revenue, so that it tells of no margin.
    """
    found: dict[str, Forecast] = {}
    for portion in portions(statuses):
        spent, hours = spent_on(session, portion), hours_by_operation(session, portion)
        for job_id, lines in _lines_by_job(session, portion).items():
            compared = compare(lines, spent.get(job_id, []))
            is_made = statuses[job_id] in MADE
            found[job_id] = _forecast(compared, hours.get(job_id, []), None, is_made=is_made)
    return found


def _lines_by_job(session: Session, job_ids: Collection[str]) -> dict[str, list[Any]]:
    """Of the lines of the estimates that hold, what `compare` reads."""
    line = JobEstimateLine
    told = (line.kind, line.material_id, line.quantity, line.amount, line.change_order_id)
    rows = sa.select(JobEstimate.job_id, *told).join(line.estimate)
    rows = rows.where(JobEstimate.job_id.in_(job_ids), JobEstimate.superseded_at.is_(None))
    by_job: dict[str, list[Any]] = defaultdict(list)
    for row in session.execute(rows):
        by_job[row.job_id].append(row)
    return by_job


def _forecast(
    compared: Comparison, operations: Sequence[Operation], revenue: Decimal | None, *, is_made: bool
) -> Forecast:
    """By what each operation that is not over still takes; what was estimated, of a job without any yet."""
    hours = [max(NOTHING, each.estimated - each.worked) for each in operations if each.is_open]
    if not operations and not is_made:
        hours = [max(NOTHING, compared.labor.quantity - Decimal(compared.worked_seconds) / 3600)]
    return forecast_of(compared, hours, revenue, is_made=is_made)
