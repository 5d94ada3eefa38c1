"""Money spent. The books themselves are kept elsewhere."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Connection, ForeignKey, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..catalog import Supplier
from ..core.base import Versioned
from ..core.doors import VERBS_ONLY
from ..core.errors import InvalidValue
from ..core.types import Choice, Money, Prose
from ..core.visibility import COSTS
from ..core.workflow import verb
from ..jobs import Job
from .kinds import ExpenseKind
from .receipts import ReceiptFile
from .tax_lines import TaxLine

LEAST: Final = Decimal("0.01")


class Expense(Versioned):
    """Money spent, perhaps for one job. It stands on a line of the tax return of its year."""

    __tablename__ = "expenses"
    __booked_on__ = "spent_on"
    __booked__ = (
        "kind",
        "amount",
        "spent_on",
        "supplier_id",
        "job_id",
    )  # the line of the return may be found later
    __sections__ = {
        "Expense": ("description", "kind", "amount", "spent_on", "supplier"),
        "Belongs to": ("job", "tax_line"),
        "Notes": ("notes",),
    }

    description: Mapped[str] = mapped_column(String(300))
    kind: Mapped[ExpenseKind] = mapped_column(Choice(ExpenseKind), default=ExpenseKind.OTHER)
    amount: Mapped[Decimal] = mapped_column(Money(), info=COSTS | {"unit": "$", "minimum": LEAST})
    spent_on: Mapped[dt.date] = mapped_column(sa.Date, index=True)
    supplier_id: Mapped[str | None] = mapped_column(ForeignKey("suppliers.id"), index=True)
    job_id: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    tax_line_id: Mapped[str | None] = mapped_column(
        ForeignKey("tax_lines.id"), index=True, doc="Left empty, a new expense takes the line of its kind."
    )
    receipt_file_id: Mapped[str | None] = mapped_column(
        ForeignKey("receipt_files.id"), index=True, info=VERBS_ONLY
    )
    notes: Mapped[str | None] = mapped_column(Prose(), doc="Such as the month that a late bill belongs to.")

    supplier: Mapped[Supplier | None] = relationship()
    job: Mapped[Job | None] = relationship()
    tax_line: Mapped[TaxLine | None] = relationship()
    receipt_file: Mapped[ReceiptFile | None] = relationship()

    def __str__(self) -> str:
        return self.description

    @verb()
    def attach_receipt(self, receipt_file_id: str) -> None:
        """Say which file is its receipt; one that it had before is kept, and no longer shown."""
        self.receipt_file_id = receipt_file_id


@event.listens_for(Expense, "before_insert")
def _take_the_usual_line(_mapper: Any, connection: Connection, expense: Expense) -> None:
    """What names no line of the return takes the one of its kind and year, if there is one."""
    if expense.tax_line_id is not None:
        _refuse_another_year(connection, expense)
        return
    usual = sa.select(_lines.c.id).where(
        _lines.c.year == expense.spent_on.year, _lines.c.default_for == (expense.kind or ExpenseKind.OTHER)
    )
    expense.tax_line_id = connection.scalar(usual)


@event.listens_for(Expense, "before_update")
def _stay_in_its_year(_mapper: Any, connection: Connection, expense: Expense) -> None:
    """Moved to another year it stands on that year's line of the same number, unless somebody names another."""
    attributes: Any = sa.inspect(expense).attrs
    was, day = expense.tax_line_id, attributes.spent_on.history
    if was is None or not (day.has_changes() or attributes.tax_line_id.history.has_changes()):
        return
    if attributes.tax_line_id.history.has_changes() or day.deleted[0].year == expense.spent_on.year:
        _refuse_another_year(connection, expense)
        return
    number = sa.select(_lines.c.line).where(_lines.c.id == was).scalar_subquery()
    same = sa.select(_lines.c.id).where(_lines.c.year == expense.spent_on.year, _lines.c.line == number)
    expense.tax_line_id = connection.scalar(same)


def _refuse_another_year(connection: Connection, expense: Expense) -> None:
    year = connection.scalar(sa.select(_lines.c.year).where(_lines.c.id == expense.tax_line_id))
    if year is not None and year != expense.spent_on.year:
        raise InvalidValue(
            "tax_line",
            f"It is a line of {year}, and the expense is of {expense.spent_on.year}: choose one of that year.",
        )


_lines: Final = TaxLine.__table__
