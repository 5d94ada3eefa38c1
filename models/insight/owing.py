"""What customers owe now, by how long it is due."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any, Final

import sqlalchemy as sa

from ..billing import Invoice, InvoiceKind, InvoiceStatus
from ..core import clock
from ..customers import Customer
from .asking import Question, telling

OWED: Final = (InvoiceStatus.ISSUED, InvoiceStatus.PARTIALLY_PAID)
AGES: Final = ("Not due", "1 to 30 days", "31 to 60 days", "61 to 90 days", "More than 90 days")
"""How long it is past its day, as the numbers of an answer stand."""
_UNTIL: Final = (0, 30, 60, 90)


def owing(customer_id: str | None = None, most: int = 40) -> Question:
    """By customer: what is still to be paid of issued invoices, by its age (`AGES`); those that owe longest first."""
    due: Any = Invoice.due_on
    sums = [sa.func.sum(sa.case((when, Invoice.balance), else_=0)) for when in _ages(due, clock.shop_day())]
    late = sa.func.sum(sa.case((due < clock.shop_day(), Invoice.balance), else_=0))
    told = telling("", *sums, by=Customer.id, label=Customer.name)
    told = told.join_from(Invoice, Customer, Customer.id == Invoice.customer_id)
    told = told.where(Invoice.status.in_(OWED), Invoice.kind != InvoiceKind.CREDIT_NOTE, Invoice.balance > 0)
    if customer_id:
        told = told.where(Invoice.customer_id == customer_id)
    told = told.group_by(Customer.id, Customer.name)
    return told.order_by(late.desc(), sa.func.sum(Invoice.balance).desc(), Customer.id).limit(most)


def owed_altogether() -> Question:
    """The same of all customers together."""
    sums = [
        sa.func.sum(sa.case((when, Invoice.balance), else_=0))
        for when in _ages(Invoice.due_on, clock.shop_day())
    ]
    told = telling("", *sums).select_from(Invoice)
    return told.where(Invoice.status.in_(OWED), Invoice.kind != InvoiceKind.CREDIT_NOTE, Invoice.balance > 0)


def _ages(due: Any, today: dt.date) -> list[sa.ColumnElement[bool]]:
    """Whether an invoice is of each age. One without a day is not due."""
    ends = [today - dt.timedelta(days=days) for days in _UNTIL]
    between = [sa.and_(due < newer, due >= older) for newer, older in itertools.pairwise(ends)]
    return [sa.or_(due.is_(None), due >= today), *between, due < ends[-1]]
