"""The sums of a range of jobs, a grouped statement for each kind of rows: read once, in the order of the index."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ..billing import Expense, ExpenseKind, Invoice, InvoiceKind, InvoiceLine
from ..billing.life import ISSUED, LineKind
from ..jobs import JobItem
from ..stock import MaterialUsage
from ..timekeeping import Misprint, TimeEntry
from .estimates import JobEstimate, JobEstimateLine

Bound = sa.BindParameter[Any]


def sums_of_range(first: Bound, last: Bound) -> list[Any]:
    """The facts of `costs.Facts` by `job_id`, in dollars, of the jobs after `first` up to `last`."""

    def grouped(of_job: Any, what: sa.Select[Any], name: str) -> Any:
        return what.where(of_job > first, of_job <= last).group_by(of_job).subquery(name)

    entries, used = TimeEntry.__table__.c, MaterialUsage.__table__.c
    items, misprints = JobItem.__table__.c, Misprint.__table__.c
    time = _by(entries.job_id, labor=_sum(entries.cost), seconds=_sum(entries.seconds))
    return [
        grouped(entries.job_id, time, "time"),
        grouped(used.job_id, _by(used.job_id, used=_sum(used.total_cost)), "material"),
        grouped(Expense.__table__.c.job_id, _expenses(), "spent"),
        grouped(items.job_id, _by(items.job_id, pieces=_sum(items.quantity)), "made"),
        grouped(misprints.job_id, _by(misprints.job_id, misprinted=_sum(misprints.quantity)), "spoiled"),
        grouped(_INVOICE.c.job_id, _billed(), "billed"),
        grouped(_ESTIMATE.c.job_id, _estimated(), "held"),
        grouped(_ESTIMATE.c.job_id, _added(), "changed"),
    ]


_INVOICE = Invoice.__table__.alias("invoice")
_ESTIMATE = JobEstimate.__table__


def _by(job_id: Any, **sums: Any) -> sa.Select[Any]:
    return sa.select(job_id.label("job_id"), *(each.label(name) for name, each in sums.items()))


def _sum(amount: Any) -> Any:
    return sa.func.sum(amount)


def _expenses() -> sa.Select[Any]:
    """By what they are for; without a job they stand in no range."""
    spent = Expense.__table__.c
    kinds = {"bought": ExpenseKind.MATERIAL, "shipping": ExpenseKind.SHIPPING}
    known = {name: _sum(sa.case((spent.kind == kind, spent.amount))) for name, kind in kinds.items()}
    other = _sum(sa.case((spent.kind.not_in(list(kinds.values())), spent.amount)))
    return _by(spent.job_id, **known, other=other)


def _billed() -> sa.Select[Any]:
    """Of issued final invoices, less their credits: the revenue, and what lines of their own charge for materials."""
    line, origin = InvoiceLine.__table__, Invoice.__table__.alias("origin")
    is_credit = _INVOICE.c.kind == InvoiceKind.CREDIT_NOTE
    signed = sa.case((is_credit, -line.c.amount), else_=line.c.amount)
    joined = line.join(_INVOICE, line.c.invoice_id == _INVOICE.c.id)
    revenue = _sum(sa.case((line.c.kind == LineKind.DEPOSIT, 0), else_=signed))
    charged = _sum(sa.case((line.c.kind == LineKind.MATERIAL, signed)))
    return (
        _by(_INVOICE.c.job_id, revenue=revenue, charged=charged)
        .select_from(joined.outerjoin(origin, origin.c.id == _INVOICE.c.credits_id))
        .where(
            _INVOICE.c.status.in_(ISSUED),
            sa.case((is_credit, origin.c.kind), else_=_INVOICE.c.kind) == InvoiceKind.FINAL,
        )
    )


def _estimated() -> sa.Select[Any]:
    """What is frozen; a job holds one estimate at most."""
    holds = _ESTIMATE.c.superseded_at.is_(None)
    return _by(_ESTIMATE.c.job_id, estimated=sa.func.max(_ESTIMATE.c.total_costs)).where(holds)


def _added() -> sa.Select[Any]:
    """What change orders added to it."""
    line = JobEstimateLine.__table__
    joined = line.join(_ESTIMATE, line.c.estimate_id == _ESTIMATE.c.id)
    held = (_ESTIMATE.c.superseded_at.is_(None), line.c.change_order_id.is_not(None))
    return _by(_ESTIMATE.c.job_id, added=_sum(line.c.amount)).select_from(joined).where(*held)
