"""The facts of jobs, summed by the database: every stored row once, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..billing import Expense, ExpenseKind, revenue_of
from ..jobs import Job, JobItem
from ..stock import MaterialUsage
from ..timekeeping import Misprint, TimeEntry
from .costs import NOTHING, Facts
from .estimates import JobEstimate, JobEstimateLine

_jobs: Final = Job.__table__
_expenses: Final = Expense.__table__


def gather(session: Session, job_ids: Collection[str]) -> dict[str, Facts]:
    """The facts of those of these jobs that exist, by the job's id; two statements."""
    revenues = revenue_of(session, job_ids)
    found: dict[str, Facts] = {}
    for row in session.execute(_WIDE, {"jobs": list(job_ids)}):
        (
            job_id,
            quoted,
            labor,
            seconds,
            used,
            bought,
            shipping,
            other,
            pieces,
            misprinted,
            estimated,
            added,
        ) = row
        found[job_id] = Facts(
            quoted_amount=quoted,
            actual_revenue=revenues.get(job_id),
            material_cost=(used or NOTHING) + (bought or NOTHING),
            labor_cost=labor or NOTHING,
            labor_seconds=int(seconds or 0),
            shipping_cost=shipping or NOTHING,
            other_costs=other or NOTHING,
            good_pieces=int(pieces or 0),
            misprinted_pieces=int(misprinted or 0),
            estimated_costs=None if estimated is None else estimated + (added or NOTHING),
        )
    return found


def _sum(column: Any, *which: Any) -> Any:
    """The sum of `column` over the rows of a job."""
    mine = sa.select(sa.func.sum(column)).where(column.table.c.job_id == _jobs.c.id, *which)
    return mine.correlate(_jobs).scalar_subquery()


def _spent(*kinds: ExpenseKind, on_others: bool = False) -> Any:
    kind = _expenses.c.kind
    return _sum(_expenses.c.amount, kind.not_in(kinds) if on_others else kind.in_(kinds))


def _wide() -> Any:
    """One row a job; each sum is found by an index on `job_id`."""
    entries, items, misprints = TimeEntry.__table__, JobItem.__table__, Misprint.__table__
    estimates, lines = JobEstimate.__table__, JobEstimateLine.__table__
    holds = (estimates.c.job_id == _jobs.c.id, estimates.c.superseded_at.is_(None))
    estimated = sa.select(estimates.c.total_costs).where(*holds).correlate(_jobs)
    added = (
        sa.select(sa.func.sum(lines.c.amount))
        .select_from(lines.join(estimates, lines.c.estimate_id == estimates.c.id))
        .where(*holds, lines.c.change_order_id.is_not(None))
        .correlate(_jobs)
    )
    return sa.select(
        _jobs.c.id,
        _jobs.c.quoted_amount,
        _sum(entries.c.cost),
        _sum(entries.c.seconds),
        _sum(MaterialUsage.__table__.c.total_cost),
        _spent(ExpenseKind.MATERIAL),
        _spent(ExpenseKind.SHIPPING),
        _spent(ExpenseKind.MATERIAL, ExpenseKind.SHIPPING, on_others=True),
        _sum(items.c.quantity),
        _sum(misprints.c.quantity),
        estimated.scalar_subquery(),
        added.scalar_subquery(),
    ).where(_jobs.c.id.in_(sa.bindparam("jobs", expanding=True)))


_WIDE: Final = _wide()
