"""Sums that are kept, so that a chart over years reads as many rows as it has marks.

`profit_tallies` holds for each period (a day, a week, a month, a quarter, a year, all of them, or the jobs still open)
and each dimension (the whole shop, customers, products, methods, products by method) the sums of the margins that fall
there. `material_tallies`
holds what was used of a material in a month, and apart from it what was spoiled for each cause. `profit_stale` names
what was touched since they were brought up to date (`models.profit.refreshing`).
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from ..core.base import Base
from ..core.types import Exact

ALL: Final = "all"
"""The period of everything that has a day."""
OPEN: Final = "open"
"""The period of the jobs that were not invoiced yet."""

WHOLE: Final = "shop"
CUSTOMER: Final = "customer"
PRODUCT: Final = "product"
METHOD: Final = "method"
BOTH: Final = "both"
"""A product and a method: their keys, with a stroke between them."""

COUNTS: Final = ("jobs", "pieces", "compared_jobs", "close_jobs")
EARNED: Final = (
    "revenue",
    "material_cost",
    "labor_cost",
    "shipping_cost",
    "other_costs",
    "total_costs",
    "profit",
)
"""What is told of every job, in dollars."""
AMOUNTS: Final = (*EARNED, "estimated_cost", "compared_cost")
"""`compared_` are those jobs that have an estimate, `close_` those within 5 % of it (domain.md, “KPIs”)."""
MEASURES: Final = (*COUNTS, *AMOUNTS)


def _sum() -> Exact:
    return Exact(16, 2)


tallies: Final = sa.Table(
    "profit_tallies",
    Base.metadata,
    sa.Column("period", sa.String(10), primary_key=True),
    sa.Column("dimension", sa.String(10), primary_key=True),
    sa.Column("key", sa.String(40), primary_key=True),
    *(sa.Column(name, sa.BigInteger, nullable=False, server_default="0") for name in COUNTS),
    *(sa.Column(name, _sum(), nullable=False, server_default="0") for name in AMOUNTS),
)
sa.Index(None, tallies.c.period, tallies.c.dimension, tallies.c.profit)

material_tallies: Final = sa.Table(
    "material_tallies",
    Base.metadata,
    sa.Column("month", sa.String(7), primary_key=True),
    sa.Column("material_id", sa.String(26), primary_key=True),
    sa.Column("cause", sa.String(40), primary_key=True),
    sa.Column("quantity", Exact(18, 4), nullable=False, server_default="0"),
    sa.Column("value", _sum(), nullable=False, server_default="0"),
)
"""`cause` is empty for what became of use, BOUGHT for what was received; else that of the misprint that wasted it."""

stale: Final = sa.Table(
    "profit_stale",
    Base.metadata,
    sa.Column("id", sa.String(26), primary_key=True),
    sa.Column("subject", sa.String(10), nullable=False),
    sa.Column("key", sa.String(26), nullable=False),
    sa.Column("month", sa.String(7), nullable=False, server_default=""),
)
"""`subject` is job or material; a material's month is named too. Rows are only added and taken away, never changed,
so that no transaction waits for another."""
