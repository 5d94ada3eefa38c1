"""Money spent, perhaps for one job."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..catalog import Supplier
from ..core.base import Versioned
from ..core.types import Choice, Money
from ..core.visibility import COSTS
from ..jobs import Job


class ExpenseKind(enum.StrEnum):
    """What money was spent on."""

    MATERIAL = "MATERIAL"
    SHIPPING = "SHIPPING"
    OTHER = "OTHER"


class Expense(Versioned):
    """Money spent, perhaps for one job."""

    __tablename__ = "expenses"

    description: Mapped[str] = mapped_column(String(300))
    kind: Mapped[ExpenseKind] = mapped_column(Choice(ExpenseKind), default=ExpenseKind.OTHER)
    amount: Mapped[Decimal] = mapped_column(Money(), info=COSTS | {"unit": "$"})
    spent_on: Mapped[dt.date] = mapped_column(sa.Date, index=True)
    supplier_id: Mapped[str | None] = mapped_column(ForeignKey("suppliers.id"), index=True)
    job_id: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"), index=True)

    supplier: Mapped[Supplier | None] = relationship()
    job: Mapped[Job | None] = relationship()

    def __str__(self) -> str:
        return self.description
