"""What customers owe, by how long it is overdue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..customers import Customer
from .invoices import Invoice
from .life import ISSUED
from .reckoning import NOTHING

AGES: Final = ("Not due", "1 to 30 days", "31 to 60 days", "61 to 90 days", "Over 90 days", "Owed to them")
"""The columns: what is not due yet, what is overdue for so many days, and what the shop owes after credits."""


@dataclass
class Owed:
    """What one customer owes, by age, in dollars."""

    customer_id: str
    customer: str
    ages: list[Decimal] = field(default_factory=lambda: [NOTHING] * len(AGES))

    @property
    def total(self) -> Decimal:
        """All of it."""
        return sum(self.ages, NOTHING)


def receivables(session: Session, today: dt.date) -> list[Owed]:
    """What each customer owes on `today`, who owes most first. One statement."""
    rows = sa.select(Invoice.customer_id, Customer.name, Invoice.due_on, sa.func.sum(Invoice.balance))
    owed = rows.join(Customer, Customer.id == Invoice.customer_id).where(
        Invoice.status.in_(ISSUED), Invoice.balance != 0
    )
    sign = sa.case((Invoice.balance < 0, 1), else_=0)
    found: dict[str, Owed] = {}
    grouped = owed.add_columns(sign).group_by(Invoice.customer_id, Customer.name, Invoice.due_on, sign)
    for customer_id, name, due_on, balance, is_ours in session.execute(grouped):
        mine = found.setdefault(customer_id, Owed(customer_id, name))
        mine.ages[len(AGES) - 1 if is_ours else _age(due_on, today)] += Decimal(balance)
    return sorted(found.values(), key=lambda each: (-each.total, each.customer))


def _age(due_on: dt.date | None, today: dt.date) -> int:
    days = (today - due_on).days if due_on else 0
    return 0 if days <= 0 else min((days - 1) // 30 + 1, 4)
