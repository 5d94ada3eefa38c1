"""Bills to customers and their life. Every amount that a person did not type is kept by the verbs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Final

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core import clock
from ..core.arguments import Reason, dollars
from ..core.base import Versioned, session_of
from ..core.doors import GIVEN_ONCE, VERBS_ONLY, state_column
from ..core.errors import RuleBroken
from ..core.kinship import of_the_same
from ..core.prefixes import found_by
from ..core.roles import BOOKKEEPER, MANAGER, OFFICE
from ..core.series import next_number
from ..core.types import Choice, Exact, Money, Prose
from ..core.workflow import COMPUTED, transition, verb
from ..customers import Customer
from ..jobs import Job
from ..sales_tax import TaxRate
from . import credit_notes, issuing, taking
from .life import ISSUED, OWED, PREFIXES, InvoiceKind, InvoiceStatus
from .lines import DOLLARS, InvoiceLine
from .payments import Payment

S = InvoiceStatus
FIXED: Final = DOLLARS | VERBS_ONLY
MONEY_PEOPLE: Final = frozenset({OFFICE, MANAGER, BOOKKEEPER})

Paid = Annotated[Decimal, dollars(gt=0)]
Method = Annotated[str, Field(max_length=40, description="Card, check, cash, transfer.")]
Reference = Annotated[
    str,
    Field(max_length=80, description="The check’s number or the transfer’s: known once for each invoice."),
]


def _amount(doc: str | None = None) -> Mapped[Decimal]:
    return mapped_column(Money(), default=Decimal(0), server_default="0", info=FIXED, doc=doc)


def _is_credit_note(invoice: Invoice) -> str:
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        return f"{invoice} is a credit note: nothing is paid on it and nothing credited."
    return ""


@found_by("number")
class Invoice(Versioned):
    """A bill to a customer. It is a draft until it is issued; only then it gets its number, and changes no more."""

    __tablename__ = "invoices"
    __live__ = True
    __portal__ = "customer_id"
    __behind__ = "job"
    __booked_on__ = "issued_on"
    __booked__ = frozenset(
        {"issued_on", "subtotal", "taxable_amount", "exempt_amount", "tax_amount", "total"}
    )
    __table_args__ = (sa.Index("ix_invoices_owed", "status", "due_on"),)
    __sections__ = {
        "Invoice": ("customer", "job", "kind"),
        "Dates and tax": ("due_on", "sales_tax_rate"),
        "Notes": ("notes",),
    }

    number: Mapped[str | None] = mapped_column(
        String(20), unique=True, info=VERBS_ONLY, doc="Given when it is issued."
    )
    kind: Mapped[InvoiceKind] = mapped_column(Choice(InvoiceKind), default=InvoiceKind.FINAL)
    status: Mapped[InvoiceStatus] = state_column(InvoiceStatus, S.DRAFT, index=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    job_id: Mapped[str | None] = mapped_column(
        ForeignKey("jobs.id"), index=True, info=of_the_same("customer_id")
    )
    credits_id: Mapped[str | None] = mapped_column(
        ForeignKey("invoices.id"), index=True, info=GIVEN_ONCE, doc="The invoice that it takes back."
    )
    issued_on: Mapped[dt.date | None] = mapped_column(sa.Date, index=True, info=VERBS_ONLY)
    due_on: Mapped[dt.date | None] = mapped_column(
        sa.Date, index=True, doc="Left empty, it follows from the terms when it is issued."
    )
    sales_tax_rate_id: Mapped[str | None] = mapped_column(
        ForeignKey("sales_tax_rates.id"),
        index=True,
        doc="Left empty, the one of the place that the job goes to, else of the shop’s own.",
    )
    notes: Mapped[str | None] = mapped_column(Prose(), doc="Printed below the lines.")
    subtotal: Mapped[Decimal] = _amount("All lines, without sales tax.")
    taxable_amount: Mapped[Decimal] = _amount("What bears sales tax.")
    exempt_amount: Mapped[Decimal] = _amount("What would bear it, were the customer not exempt.")
    tax_rate: Mapped[Decimal] = mapped_column(
        Exact(7, 4), default=Decimal(0), server_default="0", info=VERBS_ONLY | {"unit": "%"}
    )
    tax_amount: Mapped[Decimal] = _amount("Rounded once, half-up.")
    total: Mapped[Decimal] = _amount("Lines and sales tax.")
    paid_amount: Mapped[Decimal] = _amount("Received, less what was given back.")
    credited_amount: Mapped[Decimal] = _amount("Taken back by credit notes.")
    balance: Mapped[Decimal] = _amount("What is still to be paid; less than nothing is owed to the customer.")
    bill_to: Mapped[str | None] = mapped_column(
        Prose(500), info=VERBS_ONLY, doc="Whom it is for, as it was issued."
    )
    ship_to: Mapped[str | None] = mapped_column(
        Prose(700), info=VERBS_ONLY, doc="Where the goods go, as it was issued."
    )
    exemption: Mapped[str | None] = mapped_column(
        String(80), info=VERBS_ONLY, doc="The certificate by which no sales tax is charged."
    )

    customer: Mapped[Customer] = relationship()
    job: Mapped[Job | None] = relationship()
    credits: Mapped[Invoice | None] = relationship(remote_side="Invoice.id")
    sales_tax_rate: Mapped[TaxRate | None] = relationship()
    lines: Mapped[list[InvoiceLine]] = relationship(
        back_populates="invoice",
        cascade="all, delete-orphan",
        order_by="(InvoiceLine.position, InvoiceLine.id)",
        foreign_keys=[InvoiceLine.invoice_id],
    )

    def __str__(self) -> str:
        return self.number or f"{self.kind.replace('_', ' ').capitalize()} draft"

    def why_not_edited(self) -> str:
        """What was issued stands."""
        return (
            f"{self} is issued and does not change: credit it, and write another." if self.is_issued else ""
        )

    def why_no_more(self, table: str) -> str:
        """What was issued takes no more lines."""
        return self.why_not_edited() if table == InvoiceLine.__tablename__ else ""

    @property
    def is_issued(self) -> bool:
        """Whether it has its number and changes no more."""
        return self.status in ISSUED

    @transition("status", {S.DRAFT}, COMPUTED, by=MONEY_PEOPLE)
    def issue(self) -> InvoiceStatus:
        """Give it its number, fix its amounts and send it to the customer."""
        issuing.complete(self)
        taken = Invoice.__table__.c.number
        self.number = next_number(session_of(self).connection(), PREFIXES[self.kind], taken)
        return taking.status_of(self)

    @verb(by=MONEY_PEOPLE, column="status", sources=ISSUED, unless=_is_credit_note)
    def credit(self, reason: Reason) -> Invoice:
        """Take back all that is left of it, by a credit note that is issued at once."""
        note = credit_notes.draft(self, reason)
        note.issue()
        return note

    @verb(by=MONEY_PEOPLE, column="status", sources=ISSUED, unless=_is_credit_note)
    def draft_credit(self, reason: Reason) -> Invoice:
        """Draft a credit note of all that is left: delete or lower its lines, then issue it."""
        return credit_notes.draft(self, reason)

    @verb(by={MANAGER, BOOKKEEPER}, column="status", sources=OWED, unless=_is_credit_note)
    def record_payment(
        self, amount: Paid, method: Method = "", reference: Reference = "", paid_on: dt.date | None = None
    ) -> Payment:
        """The customer paid, all or a part of it."""
        if paid_on is not None and paid_on > clock.shop_day():
            raise RuleBroken(
                f"Nothing was recorded: {paid_on:%-d %b %Y} is still to come. Record it on its day."
            )
        return taking.take(self, amount, method, reference, paid_on or clock.shop_day())

    @verb(by={MANAGER, BOOKKEEPER}, column="status", sources=ISSUED, unless=_is_credit_note)
    def refund(self, amount: Paid, method: Method = "", reference: Reference = "") -> Payment:
        """Give back to the customer what was paid too much after a credit."""
        return taking.give_back(self, amount, method, reference)

    @verb(column="status", sources=ISSUED)
    def take_back(self, payment: Payment, reason: str) -> Payment:
        """A payment of it was entered by mistake, or bounced."""
        return taking.take_back(self, payment, reason)

    @transition("status", ISSUED, COMPUTED)
    def settle(self) -> InvoiceStatus:
        """Sum what was paid and credited, while its row is held."""
        taking.sum_up(self)
        return taking.status_of(self)
