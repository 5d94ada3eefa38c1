"""Bills to customers and their life."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.base import Versioned
from ..core.doors import state_column
from ..core.kinship import of_the_same
from ..core.prefixes import found_by
from ..core.types import Choice, Prose
from ..customers import Customer
from ..jobs import Job

if TYPE_CHECKING:
    from .lines import InvoiceLine


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
