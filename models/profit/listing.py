"""Jobs in the order of their margins, page by page: a page costs the same however many jobs there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..catalog import Product
from ..customers import Customer
from ..jobs import DecorationMethod, Job
from .margins import JobMarginPart, Percent
from .reading import Narrowing, Span

PAGE: Final = 25


class Listed(NamedTuple):
    """A job, or its part of a product and a method, as a line of the list."""

    id: str
    standing: Decimal
    job_id: str
    number: str
    title: str
    customer: str
    product: str | None
    method: DecorationMethod | None
    booked_on: dt.date | None
    revenue: Decimal
    total_costs: Decimal
    profit: Decimal
    margin: Decimal | None


@dataclass(frozen=True)
class After:
    """The line that a page follows: its place in the order, and its id among equals."""

    standing: Decimal
    id: str

    def __str__(self) -> str:
        return f"{self.standing}_{self.id}"

    @classmethod
    def read(cls, text: str) -> After:
        """What an address says; ValueError when that is no line."""
        standing, _, identity = text.partition("_")
        try:
            number = Decimal(standing)
        except InvalidOperation:
            raise ValueError(text) from None
        if not (
            number.is_finite()
            and abs(number) < Decimal(10) ** 13
            and identity.isalnum()
            and len(identity) <= 26
        ):
            raise ValueError(text)
        return cls(number, identity)


def page_of(
    session: Session, span: Span, narrowed: Narrowing, after: After | None, *, highest: bool
) -> tuple[list[Listed], After | None]:
    """A page of lines from the lowest margin up (or from the highest down), and what the next page follows."""
    rows = _in_order(span, narrowed, highest=highest)
    if after is not None:
        model = narrowed.model
        place = sa.tuple_(model.standing, model.id)
        here = sa.tuple_(sa.literal(after.standing, Percent()), sa.literal(after.id))
        rows = rows.where(place < here if highest else place > here)
    found = _told(session, rows.limit(PAGE + 1), narrowed, highest=highest)
    lines = [Listed._make(line) for line in found]
    last = lines[PAGE - 1] if len(lines) > PAGE else None
    return lines[:PAGE], After(last.standing, last.id) if last else None


def every(session: Session, span: Span, narrowed: Narrowing, *, highest: bool) -> Iterator[Listed]:
    """Every line, in the same order; few are in memory at once."""
    found = _told(session, _in_order(span, narrowed, highest=highest), narrowed, highest=highest)
    for lines in found.partitions(500):
        yield from (Listed._make(line) for line in lines)


def _in_order(span: Span, narrowed: Narrowing, *, highest: bool) -> sa.Select[Any]:
    model, turn = narrowed.model, sa.desc if highest else sa.asc
    rows = sa.select(model.__table__).where(span.holds(model), *narrowed.holds(model))
    return rows.order_by(turn(model.standing), turn(model.id))


def _told(session: Session, rows: sa.Select[Any], narrowed: Narrowing, *, highest: bool) -> sa.Result[Any]:
    """The lines with the names of job, customer and product, which are joined to the page alone."""
    line, turn = rows.subquery(), sa.desc if highest else sa.asc
    in_parts = narrowed.model is JobMarginPart
    product = Product.name if in_parts else sa.null()
    method = line.c.decoration_method if in_parts else sa.null()
    amounts = (line.c[name] for name in ("booked_on", "revenue", "total_costs", "profit", "margin"))
    chosen = sa.select(
        line.c.id,
        line.c.standing,
        line.c.job_id,
        Job.number,
        Job.title,
        Customer.name,
        product,
        method,
        *amounts,
    )
    chosen = chosen.join_from(line, Job, Job.id == line.c.job_id).join(
        Customer, Customer.id == line.c.customer_id
    )
    if in_parts:
        chosen = chosen.join(Product, Product.id == line.c.product_id, isouter=True)
    chosen = chosen.order_by(turn(line.c.standing), turn(line.c.id))
    return session.execute(chosen, execution_options={"yield_per": 500})
