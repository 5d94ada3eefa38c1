"""What is charged, paid and spent. The books themselves are kept elsewhere."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .catalog import Supplier
from .core.base import Versioned
from .core.doors import state_column
from .core.kinship import of_the_same
from .core.prefixes import found_by
from .core.types import Choice, Money, Prose, Quantity
from .core.visibility import COSTS, PRICES
from .customers import Customer
from .jobs import Job


class InvoiceKind(enum.StrEnum):
    """What an invoice is for."""

    DEPOSIT = "DEPOSIT"
    FINAL = "FINAL"
    CREDIT_NOTE = "CREDIT_NOTE"


class InvoiceStatus(enum.StrEnum):
    """The life of an invoice."""

    DRAFT = "DRAFT"
    ISSUED = "ISSUED"
    PARTIALLY_PAID = "PARTIALLY_PAID"
    PAID = "PAID"


@found_by("number")
class Invoice(Versioned):
    """A bill to a customer. It is a draft until it is issued; only then it gets its number."""

    __tablename__ = "invoices"
    __sections__ = {
        "Invoice": ("customer", "job", "number", "kind"),
        "Dates": ("issued_on", "due_on"),
        "Notes": ("notes",),
    }

    number: Mapped[str | None] = mapped_column(String(20), unique=True, doc="Given when it is issued.")
    kind: Mapped[InvoiceKind] = mapped_column(Choice(InvoiceKind), default=InvoiceKind.FINAL)
    status: Mapped[InvoiceStatus] = state_column(InvoiceStatus, InvoiceStatus.DRAFT, index=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    job_id: Mapped[str | None] = mapped_column(
        ForeignKey("jobs.id"), index=True, info=of_the_same("customer_id")
    )
    issued_on: Mapped[dt.date | None] = mapped_column(sa.Date)
    due_on: Mapped[dt.date | None] = mapped_column(sa.Date, index=True)
    notes: Mapped[str | None] = mapped_column(Prose())

    customer: Mapped[Customer] = relationship()
    job: Mapped[Job | None] = relationship()
    lines: Mapped[list[InvoiceLine]] = relationship(
        back_populates="invoice", cascade="all, delete-orphan", order_by="InvoiceLine.position"
    )

    def __str__(self) -> str:
        return self.number or f"{self.kind.replace('_', ' ').capitalize()} draft"


class InvoiceLine(Versioned):
    """One line of an invoice."""

    __tablename__ = "invoice_lines"

    invoice_id: Mapped[str] = mapped_column(ForeignKey("invoices.id"), index=True)
    position: Mapped[int] = mapped_column(default=1, info={"minimum": 1})
    description: Mapped[str] = mapped_column(String(300))
    quantity: Mapped[Decimal] = mapped_column(Quantity(), default=Decimal(1))
    unit_price: Mapped[Decimal] = mapped_column(Money(), info=PRICES | {"unit": "$"})

    invoice: Mapped[Invoice] = relationship(back_populates="lines")

    def __str__(self) -> str:
        return self.description


class Payment(Versioned):
    """Money received for an invoice."""

    __tablename__ = "payments"

    invoice_id: Mapped[str] = mapped_column(ForeignKey("invoices.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Money(), info=PRICES | {"unit": "$"})
    paid_on: Mapped[dt.date] = mapped_column(sa.Date, index=True)
    method: Mapped[str | None] = mapped_column(String(40), doc="Card, check, cash, transfer.")
    reference: Mapped[str | None] = mapped_column(String(80))

    invoice: Mapped[Invoice] = relationship()

    def __str__(self) -> str:
        return f"Payment of {self.paid_on}"


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
