"""The facts of jobs, summed by the database: every stored row once, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..billing import Expense, ExpenseKind, Invoice, InvoiceKind, InvoiceLine, revenue_of
from ..billing.life import ISSUED, LineKind
from ..core.types import Money
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
    rows = session.execute(_WIDE, {"jobs": list(job_ids)})
    return {row.id: _facts(row, revenues.get(row.id)) for row in rows}


def _facts(row: sa.Row[Any], revenue: Decimal | None) -> Facts:
    return Facts(
        quoted_amount=row.quoted_amount,
        actual_revenue=revenue,
        materials_charged=None if revenue is None else row.charged,
        material_cost=(row.used or NOTHING) + (row.bought or NOTHING),
        labor_cost=row.labor or NOTHING,
        labor_seconds=int(row.seconds or 0),
        shipping_cost=row.shipping or NOTHING,
        other_costs=row.other or NOTHING,
        good_pieces=int(row.pieces or 0),
        misprinted_pieces=int(row.misprinted or 0),
        estimated_costs=None if row.estimated is None else row.estimated + (row.added or NOTHING),
    )


def _sum(column: Any, *which: Any) -> Any:
    """The sum of `column` over the rows of a job."""
    mine = sa.select(sa.func.sum(column)).where(column.table.c.job_id == _jobs.c.id, *which)
    return mine.correlate(_jobs).scalar_subquery()


def _spent(*kinds: ExpenseKind, on_others: bool = False) -> Any:
    kind = _expenses.c.kind
    return _sum(_expenses.c.amount, kind.not_in(kinds) if on_others else kind.in_(kinds))


def sums_of() -> dict[str, Any]:
    """Each sum of a job's rows by its name, found by an index on `job_id`."""
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
    return {
        "labor": _sum(entries.c.cost),
        "seconds": _sum(entries.c.seconds),
        "used": _sum(MaterialUsage.__table__.c.total_cost),
        "bought": _spent(ExpenseKind.MATERIAL),
        "shipping": _spent(ExpenseKind.SHIPPING),
        "other": _spent(ExpenseKind.MATERIAL, ExpenseKind.SHIPPING, on_others=True),
        "charged": _charged(),
        "pieces": _sum(items.c.quantity),
        "misprinted": _sum(misprints.c.quantity),
        "estimated": estimated.scalar_subquery(),
        "added": added.scalar_subquery(),
    }


def _wide() -> Any:
    """One row a job."""
    columns = (each.label(name) for name, each in sums_of().items())
    chosen = sa.select(_jobs.c.id, _jobs.c.quoted_amount, *columns)
    return chosen.where(_jobs.c.id.in_(sa.bindparam("jobs", expanding=True)))


def billed(counts: Callable[[Any], Any], *which: Any) -> Any:
    """The sum over a job's lines of issued final invoices, less their credits, of what each `counts`."""
    invoice, line = Invoice.__table__.alias("invoice"), InvoiceLine.__table__
    origin = Invoice.__table__.alias("origin")
    is_credit = invoice.c.kind == InvoiceKind.CREDIT_NOTE
    signed = sa.case((is_credit, -line.c.amount), else_=line.c.amount)
    joined = line.join(invoice, line.c.invoice_id == invoice.c.id)
    return (
        sa.select(sa.func.sum(counts(signed), type_=Money()))
        .select_from(joined.outerjoin(origin, origin.c.id == invoice.c.credits_id))
        .where(
            invoice.c.job_id == _jobs.c.id,
            invoice.c.status.in_(ISSUED),
            sa.case((is_credit, origin.c.kind), else_=invoice.c.kind) == InvoiceKind.FINAL,
            *which,
        )
        .correlate(_jobs)
        .scalar_subquery()
    )


def _charged() -> Any:
    """What is charged for materials by lines of their own."""
    return billed(lambda amount: amount, InvoiceLine.__table__.c.kind == LineKind.MATERIAL)


_WIDE: Final = _wide()
