"""What the screens of profit read: sums of a span of time, by month, and those that earn most and least.

The kept sums answer with as many rows as are shown. Only where a customer is asked for together with a product or a
method, or one dimension within another, the margins themselves are added up, which an index bounds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..catalog import Product
from ..core.periods import Period, PeriodKind
from ..core.types import round_half_up
from ..customers import Customer
from ..jobs import DecorationMethod
from .changes import CLOSE
from .margins import JobMargin, JobMarginPart
from .tallies import BOTH, COUNTS, CUSTOMER, MEASURES, METHOD, OPEN, PRODUCT, WHOLE, tallies

_COLUMN: Final = {CUSTOMER: "customer_id", PRODUCT: "product_id", METHOD: "decoration_method"}
"""The column of a margin that says which customer, product or method it is of."""


@dataclass(frozen=True)
class Span:
    """What time is asked for: a period, everything that was invoiced (`all`), or the jobs still `open`."""

    key: str
    period: Period | None = None

    def holds(self, model: Any) -> sa.ColumnElement[bool]:
        """Whether a margin belongs to it; by a column with an index in the order of margins where it has one."""
        if self.period is None:
            return model.month.is_(None) if self.key == OPEN else model.month.is_not(None)
        column = {PeriodKind.MONTH: "month", PeriodKind.QUARTER: "quarter", PeriodKind.YEAR: "year"}
        if name := column.get(self.period.kind):
            return cast("sa.ColumnElement[bool]", getattr(model, name) == self.key)
        return cast("sa.ColumnElement[bool]", model.booked_on.between(self.period.first, self.period.last))


@dataclass(frozen=True)
class Narrowing:
    """Whose jobs are asked for, of which product, by which method; None for all."""

    customer_id: str | None = None
    product_id: str | None = None
    method: DecorationMethod | None = None

    @property
    def dimensions(self) -> Mapping[str, str]:
        """What it narrows, with the key of each."""
        asked = {CUSTOMER: self.customer_id, PRODUCT: self.product_id, METHOD: self.method}
        return {name: str(key) for name, key in asked.items() if key}

    @property
    def is_kept(self) -> bool:
        """Whether sums are kept of it: not of a customer together with a product or a method."""
        return len(self.dimensions) <= 1 or not self.customer_id

    @property
    def is_of_both(self) -> bool:
        """Whether it is one product by one method."""
        return bool(self.product_id and self.method)

    @property
    def model(self) -> type[JobMargin] | type[JobMarginPart]:
        """Where its rows are: jobs as a whole, or their parts when a product or a method is asked for."""
        return JobMarginPart if self.product_id or self.method else JobMargin

    def holds(self, model: Any) -> list[sa.ColumnElement[bool]]:
        """Whether a margin belongs to it."""
        return [getattr(model, _COLUMN[name]) == key for name, key in self.dimensions.items()]


@dataclass(frozen=True)
class Sums:
    """The sums of some jobs: of a month, a customer, a product, a method, or of all that was asked for."""

    key: str
    label: str
    jobs: int
    pieces: int
    compared_jobs: int
    close_jobs: int
    revenue: Decimal
    material_cost: Decimal
    labor_cost: Decimal
    shipping_cost: Decimal
    other_costs: Decimal
    total_costs: Decimal
    profit: Decimal
    estimated_cost: Decimal
    compared_cost: Decimal

    @property
    def margin(self) -> Decimal | None:
        """In percent of the revenue; None without revenue."""
        return round_half_up(self.profit * 100 / self.revenue) if self.revenue else None


NOTHING: Final = Sums("", "", 0, 0, 0, 0, *([Decimal(0)] * 9))

Asked = sa.Select[Any]
"""A select of key, label and measures."""


def total(span: Span, narrowed: Narrowing) -> Asked:
    """One row: all that was asked for."""
    if narrowed.is_kept:
        return _kept(sa.literal(""), tallies.c.period == span.key, *_of(narrowed))
    return _raw(sa.literal(""), span.holds(narrowed.model), narrowed, narrowed.model)


def by_month(months: Sequence[Period], narrowed: Narrowing) -> Asked:
    """A row for each of the months in which there is something; its key is the month."""
    keys = [month.key for month in months]
    if narrowed.is_kept:
        return _kept(tallies.c.period, tallies.c.period.in_(keys), *_of(narrowed))
    model = narrowed.model
    return _raw(model.month, model.month.in_(keys), narrowed, model).group_by(model.month)


def ranked(span: Span, narrowed: Narrowing, by: str, most: int, *, lowest: bool = False) -> Asked:
    """The `most` customers, products or methods that earn most, or least; their keys, and names where rows have one."""
    turn = sa.asc if lowest else sa.desc
    if set(narrowed.dimensions) <= {by}:
        own = [tallies.c.key == key for key in narrowed.dimensions.values()]
        where = (tallies.c.period == span.key, tallies.c.dimension == by, tallies.c.jobs > 0, *own)
        rows = _kept(tallies.c.key, *where).order_by(turn(tallies.c.profit), tallies.c.key)
    elif by != CUSTOMER and not narrowed.customer_id:
        rows = _within(span, narrowed, by).order_by(turn(tallies.c.profit), tallies.c.key)
    else:
        model = narrowed.model if by == CUSTOMER else JobMarginPart
        column = getattr(model, _COLUMN[by])
        key = sa.func.coalesce(sa.cast(column, sa.String), "")
        rows = _raw(key, span.holds(model), narrowed, model).group_by(column)
        rows = rows.order_by(turn(sa.func.sum(model.profit)), column)
    return _named(rows.limit(most), by)


def _within(span: Span, narrowed: Narrowing, by: str) -> Asked:
    """The methods of one product, or the products of one method: their keys stand beside each other's."""
    key, other = tallies.c.key, str(narrowed.product_id if by == METHOD else narrowed.method)
    if by == METHOD:
        mine, own = sa.func.substr(key, len(other) + 2), key.startswith(f"{other}/", autoescape=True)
    else:
        mine = sa.func.substr(key, 1, sa.func.length(key) - len(other) - 1)
        own = key.endswith(f"/{other}", autoescape=True)
    if narrowed.is_of_both:
        own = key == f"{narrowed.product_id}/{narrowed.method}"
    return _kept(mine, tallies.c.period == span.key, tallies.c.dimension == BOTH, tallies.c.jobs > 0, own)


def read(session: Session, asked: Mapping[str, Asked]) -> dict[str, list[Sums]]:
    """The answers to several questions, by name, in one statement."""
    parts = [
        sa.select(sa.literal(name).label("question"), *each.subquery().c) for name, each in asked.items()
    ]
    found: dict[str, list[Sums]] = defaultdict(list)
    for question, key, label, *measures in session.execute(sa.union_all(*parts)):
        numbers = zip(MEASURES, measures, strict=True)
        plain = {name: _plain(name, value) for name, value in numbers}
        found[question].append(Sums(key, label or "", **plain))
    return found


def _plain(name: str, value: Any) -> Any:
    return int(value or 0) if name in COUNTS else round_half_up(Decimal(value or 0))


def _of(narrowed: Narrowing) -> tuple[sa.ColumnElement[bool], ...]:
    """The kept sums of the one thing that is asked for, or of the whole shop."""
    dimension, key = next(iter(narrowed.dimensions.items()), (WHOLE, ""))
    if narrowed.is_of_both:
        dimension, key = BOTH, f"{narrowed.product_id}/{narrowed.method}"
    return tallies.c.dimension == dimension, tallies.c.key == key


def _kept(key: Any, *where: sa.ColumnElement[bool]) -> Asked:
    columns = (tallies.c[name] for name in MEASURES)
    return sa.select(key.label("key"), sa.literal("").label("label"), *columns).where(*where)


def _raw(key: Any, within: sa.ColumnElement[bool], narrowed: Narrowing, model: Any) -> Asked:
    """The same of the margins themselves. A job in several parts is one job."""
    compared = model.estimated_cost > 0
    close = sa.func.abs(model.total_costs - model.estimated_cost) * CLOSE <= model.estimated_cost
    made = {
        "jobs": sa.func.count(model.job_id.distinct()),
        "compared_jobs": sa.func.count(sa.case((compared, model.job_id)).distinct()),
        "close_jobs": sa.func.count(sa.case((sa.and_(compared, close), model.job_id)).distinct()),
        "compared_cost": sa.func.sum(sa.case((compared, model.total_costs), else_=0)),
        "estimated_cost": sa.func.sum(sa.case((compared, model.estimated_cost), else_=0)),
    }
    columns = [
        (made[name] if name in made else sa.func.sum(getattr(model, name))).label(name) for name in MEASURES
    ]
    chosen = sa.select(key.label("key"), sa.literal("").label("label"), *columns)
    return chosen.where(within, *narrowed.holds(model))


def _named(rows: Asked, by: str) -> Asked:
    """The same rows with the names of customers or products; a method is its own name."""
    if by == METHOD:
        return rows
    found, named = rows.subquery(), Customer if by == CUSTOMER else Product
    measures = (found.c[name] for name in MEASURES)
    chosen = sa.select(found.c.key, named.name.label("label"), *measures)
    return chosen.join_from(found, named, named.id == found.c.key, isouter=True)
