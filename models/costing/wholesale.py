"""The costing of every job at once, inside the database: the formulas of `costs.cost_of` in whole cents.

For a hundred thousand jobs, where a row's way to Python and back costs more than the sums. All amounts are integers
until they are stored, so that both databases round half up alike; tests hold it to `cost_of`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from ..jobs import Job
from .costs import Costing
from .job_costing import JobCosting
from .sums_of_many import Bound, sums_of_range

RANGE: Final = 10_000
"""Jobs that are summed in one statement."""

_WHY: Final = "derived from the stored rows, for all of them; who keeps sums of them makes these anew"
COUNTS: Final = frozenset({"seconds", "pieces", "misprinted"})
"""Sums that are no amounts of money."""

_table: Final = JobCosting.__table__
_jobs: Final = Job.__table__


def recompute_all(session: Session) -> Iterator[int]:
    """Reckon every stored costing anew, `RANGE` jobs at each step; how many rows of the range differed.

    The caller commits between the steps, so that what else is written waits for one range at most. Jobs without a
    costing are left out. Nobody is told row by row: whoever keeps sums of costings makes them anew (`models.profit`).
    """
    last = ""
    while (end := _end_of_range(session, last)) is not None:
        of_range = sa.and_(_table.c.job_id > last, _table.c.job_id <= end)
        held = (
            sa.select(_table.c.id).where(of_range).order_by(_table.c.job_id).with_for_update(key_share=True)
        )
        if session.get_bind().dialect.name == "postgresql":  # SQLite holds the whole database already
            session.execute(sa.select(sa.func.count()).select_from(held.subquery()))
        written = session.execute(_UPDATE, {"first": last, "last": end, "moment": clock.now()})
        yield sum(1 for _ in written)
        last = end


def _end_of_range(session: Session, last: str) -> str | None:
    """The last job of the next range; None when there is none left."""
    mine = sa.select(_table.c.job_id).where(_table.c.job_id > last).order_by(_table.c.job_id).limit(RANGE)
    return session.scalar(sa.select(sa.func.max(mine.subquery().c.job_id)))


def _cents(amount: Any) -> Any:
    """Dollars in whole cents; nothing, where there is nothing to sum."""
    return sa.cast(sa.func.round(sa.type_coerce(amount, sa.Numeric()) * 100), sa.BigInteger)


def _or_0(amount: Any) -> Any:
    return sa.func.coalesce(amount, 0)


def _quotient(dividend: Any, divisor: Any) -> Any:
    """Rounded half up, away from nothing; NULL where it would be divided by nothing."""
    sign = sa.case((dividend < 0, -1), else_=1) * sa.case((divisor < 0, -1), else_=1)
    top, bottom = sa.func.abs(dividend), sa.func.abs(divisor)
    halves = sa.cast(2 * top + bottom, sa.BigInteger).op("/")(sa.func.nullif(2 * bottom, 0))
    return sign * sa.cast(halves, sa.BigInteger)


def _dollars(cents: Any, places: int = 2) -> Any:
    """Whole cents as the column keeps them: correctly rounded on both databases."""
    return sa.cast(cents, sa.BigInteger).op("/")(sa.literal_column(f"{10**places}.0"))


def _reckoned() -> sa.CTE:
    """The facts of a range in whole cents, a row a job."""
    first: Bound = sa.bindparam("first")
    last: Bound = sa.bindparam("last")
    joined: Any = _jobs
    columns = [_cents(_jobs.c.quoted_amount).label("quoted")]
    for part in sums_of_range(first, last):
        joined = joined.outerjoin(part, part.c.job_id == _jobs.c.id)
        named = [each for each in part.c if each.name != "job_id"]
        columns += [(_or_0(each) if each.name in COUNTS else _cents(each)).label(each.name) for each in named]
    facts = sa.select(_jobs.c.id, *columns).select_from(joined)
    return facts.where(_jobs.c.id > first, _jobs.c.id <= last).cte("facts").prefix_with("MATERIALIZED")


def _values(facts: Any) -> Mapping[str, Any]:
    """The columns of `Costing` of these facts (`costs.cost_of`)."""
    material = _or_0(facts.used) + _or_0(facts.bought)
    labor, shipping, other = (_or_0(each) for each in (facts.labor, facts.shipping, facts.other))
    total = material + labor + shipping + other
    earned = sa.func.coalesce(facts.revenue, facts.quoted)
    profit = _or_0(earned) - total
    charged = sa.case((facts.revenue.is_not(None), facts.charged))
    known = earned.is_not(None)
    estimated = facts.estimated + _or_0(facts.added)
    return {
        "quoted_amount": _dollars(facts.quoted),
        "actual_revenue": _dollars(facts.revenue),
        "revenue": _dollars(earned),
        "materials_charged": _dollars(charged),
        "material_cost": _dollars(material),
        "material_margin": _dollars(_quotient((charged - material) * 10_000, material)),
        "labor_cost": _dollars(labor),
        "labor_hours": _dollars(_quotient(facts.seconds * 10_000, sa.literal_column("3600")), 4),
        "avg_hourly_rate": _dollars(_quotient(labor * 3600, facts.seconds)),
        "shipping_cost": _dollars(shipping),
        "other_costs": _dollars(other),
        "total_costs": _dollars(total),
        "gross_profit": _dollars(profit),
        "profit_margin": _dollars(_quotient(profit * 10_000, earned)),
        "markup": sa.case((known, _dollars(_quotient(profit * 10_000, total)))),
        "good_pieces": facts.pieces,
        "misprinted_pieces": facts.misprinted,
        "cost_per_item": _dollars(_quotient(total, facts.pieces)),
        "revenue_per_item": _dollars(_quotient(earned, facts.pieces)),
        "estimated_costs": _dollars(estimated),
        "cost_variance": _dollars(total - estimated),
    }


def _update() -> Any:
    facts = _reckoned()
    new = (
        sa.select(facts.c.id.label("of_job"), *(v.label(n) for n, v in _values(facts.c).items()))
        .cte("new")
        .prefix_with("MATERIALIZED")
    )
    same = sa.and_(*(_table.c[name].is_not_distinct_from(new.c[name]) for name in Costing._fields))
    moment = sa.bindparam("moment", type_=_table.c.updated_at.type)
    written = {name: new.c[name] for name in Costing._fields}
    return (
        sa.update(_table)
        .where(_table.c.job_id == new.c.of_job, sa.or_(~same, _table.c.calculated_at.is_(None)))
        .values(written | {"calculated_at": moment, "updated_at": moment})
        .returning(_table.c.id)
        .execution_options(deliberate=_WHY)
    )


_UPDATE: Final = _update()
