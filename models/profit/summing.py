"""The kept sums as the database adds them up from the margins: the same as `changes` keeps, told a second time.

For margins that came in bulk, and to prove the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from .changes import CLOSE
from .margins import JobMargin, JobMarginPart
from .tallies import ALL, AMOUNTS, BOTH, COUNTS, CUSTOMER, EARNED, METHOD, OPEN, PRODUCT, WHOLE


def summed() -> Iterator[sa.Select[Any]]:
    """A select of `profit_tallies` for each dimension and length of period."""
    whole, parts = JobMargin.__table__, JobMarginPart.__table__
    product = sa.func.coalesce(parts.c.product_id, "", type_=sa.String())
    method = sa.func.coalesce(sa.cast(parts.c.decoration_method, sa.String), "", type_=sa.String())
    for dimension, margins, key in (
        (WHOLE, whole, sa.literal("")),
        (CUSTOMER, whole, whole.c.customer_id),
        (PRODUCT, parts, product),
        (METHOD, parts, method),
        (BOTH, parts, product + "/" + method),
    ):
        rows = _a_row_for_each_job(margins, key)
        day, is_open = sa.cast(rows.c.booked_on, sa.String), rows.c.month.is_(None)
        for period in (day, rows.c.week, rows.c.month, rows.c.quarter, rows.c.year, sa.literal(ALL)):
            yield _sums(rows, period, dimension).where(~is_open)
        yield _sums(rows, sa.literal(OPEN), dimension).where(is_open)


def _a_row_for_each_job(margins: Any, key: Any) -> Any:
    """A job's parts that share a key are one job."""
    c = margins.c
    same = (c.job_id, c.booked_on, c.week, c.month, c.quarter, c.year)
    totals = (_total(c[name]).label(name) for name in (*EARNED, "pieces"))
    chosen = sa.select(key.label("key"), *same, *totals)
    estimated = sa.func.coalesce(_total(c.estimated_cost), 0).label("estimate")
    return chosen.add_columns(estimated).group_by(key, *same).subquery()


def _sums(rows: Any, period: Any, dimension: str) -> sa.Select[Any]:
    c = rows.c
    compared = c.estimate > 0
    close = sa.and_(compared, sa.func.abs(c.total_costs - c.estimate) * CLOSE <= c.estimate)
    made = {
        "jobs": sa.func.count(),
        "compared_jobs": sa.func.count(sa.case((compared, c.job_id))),
        "close_jobs": sa.func.count(sa.case((close, c.job_id))),
        "estimated_cost": sa.func.round(sa.func.sum(sa.case((compared, c.estimate), else_=0)), 2),
        "compared_cost": sa.func.round(sa.func.sum(sa.case((compared, c.total_costs), else_=0)), 2),
    }
    sums = [(made[name] if name in made else _total(c[name])).label(name) for name in (*COUNTS, *AMOUNTS)]
    chosen = sa.select(period.label("period"), sa.literal(dimension).label("dimension"), c.key, *sums)
    return chosen.group_by(period, c.key)


def _total(column: Any) -> Any:
    total = sa.func.sum(column)
    return total if column.name == "pieces" else sa.func.round(total, 2)
