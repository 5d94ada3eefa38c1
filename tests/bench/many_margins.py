"""What jobs by the hundred thousand earned, made inside the database: two years of margins, their parts, their sums."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.catalog import Material, Product
from models.core.periods import PeriodKind, period_of
from models.jobs import DecorationMethod
from models.profit import JobMargin, JobMarginPart, sum_up

from .many_jobs import CUSTOMERS, Values, fill_with_jobs, identity_of, insert, text_of, turns

PRODUCTS, MATERIALS, MONTHS = 60, 80, 24
_LAST = dt.date(2026, 11, 1)


def fill_with_margins(session: Session, begin: int, end: int) -> None:
    """Add and commit the jobs numbered from `begin` up to `end` with their margins."""
    fill_with_jobs(session, begin, end)
    if not begin:
        insert(
            session,
            Product,
            0,
            PRODUCTS,
            lambda n: {"id": identity_of(n), "name": sa.literal("Product ") + text_of(n)},
        )
        insert(session, Material, 0, MATERIALS, _material)
    insert(session, JobMargin, begin, end, _margin, versioned=False)
    for position in (1, 2):
        insert(session, JobMarginPart, begin, end, lambda n, p=position: _part(n, p), versioned=False)
    sum_up(session)
    session.commit()
    session.connection().execute(sa.text("ANALYZE"))
    session.commit()


def _month(n: Any, spell: Any) -> Any:
    """A value of each of the last months in turn; of each hundredth job, which is open, nothing."""
    day, found = _LAST, {}
    for place in range(MONTHS):
        found[place] = spell(day)
        day = (day - dt.timedelta(days=1)).replace(day=1)
    booked = sa.case(found, value=(n // 7) % MONTHS, else_=sa.null())
    return sa.case(((n % 100) == 0, sa.null()), else_=booked)


def _margin(n: Any) -> Values:
    revenue, cost = 200 + n % 300, 90 + (n * 7) % 260
    share = sa.func.round(sa.cast((revenue - cost) * 100, sa.Numeric(16, 2)) / revenue, 2)
    zero = sa.literal_column("0")
    return {
        "id": identity_of(n),
        "job_id": identity_of(n),
        "customer_id": identity_of(n % CUSTOMERS),
        "booked_on": _month(n, lambda day: sa.literal(day, JobMargin.__table__.c.booked_on.type)),
        "week": _month(n, lambda day: sa.literal(period_of(day, PeriodKind.WEEK).key)),
        "month": _month(n, lambda day: sa.literal(period_of(day, PeriodKind.MONTH).key)),
        "quarter": _month(n, lambda day: sa.literal(period_of(day, PeriodKind.QUARTER).key)),
        "year": _month(n, lambda day: sa.literal(str(day.year))),
        "pieces": 1 + n % 90,
        "revenue": revenue,
        "material_cost": cost,
        "labor_cost": zero,
        "shipping_cost": zero,
        "other_costs": zero,
        "total_costs": cost,
        "profit": revenue - cost,
        "margin": share,
        "standing": share,
        "estimated_cost": cost + n % 9,
    }


def _part(n: Any, position: int) -> Values:
    """A whole job's row stands for its part; the tests of margins prove how they are parted."""
    methods = JobMarginPart.__table__.c.decoration_method.type
    return _margin(n) | {
        "id": identity_of(n * 2 + position - 1),
        "position": sa.literal(position),
        "product_id": identity_of((n // 3 + position) % PRODUCTS),
        "decoration_method": turns(n + position, list(DecorationMethod), methods),
    }


def _material(n: Any) -> Values:
    return {
        "id": identity_of(n),
        "name": sa.literal("Material ") + text_of(n),
        "unit": sa.literal("piece"),
    } | {
        name: sa.literal_column("100")
        for name in (
            "quantity_on_hand",
            "quantity_reserved",
            "quantity_incoming",
            "stock_value",
            "reorder_point",
        )
    }
