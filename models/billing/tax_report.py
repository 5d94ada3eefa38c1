"""What sales tax was charged in a period, by rate: what was issued, less what was credited (domain.md, Money)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from ..sales_tax import TaxRate, percent_label
from .invoices import Invoice
from .life import ISSUED, InvoiceKind, LineKind
from .lines import InvoiceLine
from .reckoning import NOTHING


@dataclass(frozen=True)
class TaxedAt:
    """What was charged at one rate, in dollars. `untaxed` bears no tax by its nature, such as untaxed shipping."""

    place: str
    percent: Decimal
    invoices: int
    credit_notes: int
    sales: Decimal
    exempt: Decimal
    untaxed: Decimal
    taxable: Decimal
    tax: Decimal
    credited_tax: Decimal

    @property
    def rate(self) -> str:
        """Such as 8.25 %."""
        return percent_label(self.percent)


def sales_tax_report(session: Session, first: dt.date, last: dt.date) -> list[TaxedAt]:
    """What was issued from `first` to `last`, both included, by place and rate; without deposits."""
    made: dict[tuple[str, Decimal], list[Any]] = {}
    for row in session.execute(_sums(first, last)):
        made.setdefault((row.place or "No rate", row.tax_rate), []).append(row)
    return [_taxed_at(place, percent, rows) for (place, percent), rows in sorted(made.items())]


def _taxed_at(place: str, percent: Decimal, rows: list[Any]) -> TaxedAt:
    def net(name: str) -> Decimal:
        signed = (-getattr(row, name) if _takes_back(row) else getattr(row, name) for row in rows)
        return sum(signed, NOTHING)

    sales, exempt, taxable = net("subtotal") - net("deposits"), net("exempt"), net("taxable")
    return TaxedAt(
        place=place,
        percent=percent,
        invoices=sum(row.number for row in rows if not _takes_back(row)),
        credit_notes=sum(row.number for row in rows if _takes_back(row)),
        sales=sales,
        exempt=exempt,
        untaxed=sales - exempt - taxable,
        taxable=taxable,
        tax=net("tax"),
        credited_tax=sum((row.tax for row in rows if _takes_back(row)), NOTHING),
    )


def _takes_back(row: Any) -> bool:
    return bool(row.kind == InvoiceKind.CREDIT_NOTE)


def _sums(first: dt.date, last: dt.date) -> sa.Select[Any]:
    """Sums of the period by rate and kind, with the lines that deduct deposits beside them."""
    origin = aliased(Invoice)
    deducted = (
        sa.select(InvoiceLine.invoice_id, sa.func.sum(InvoiceLine.amount).label("amount"))
        .where(InvoiceLine.kind == LineKind.DEPOSIT)
        .group_by(InvoiceLine.invoice_id)
        .subquery()
    )

    def added(column: Any, name: str) -> Any:
        return sa.func.sum(column, type_=Invoice.total.type).label(name)

    no_deposit = sa.func.coalesce(origin.kind, Invoice.kind) != InvoiceKind.DEPOSIT
    return (
        sa.select(
            TaxRate.name.label("place"),
            Invoice.tax_rate,
            Invoice.kind,
            sa.func.count().label("number"),
            added(Invoice.subtotal, "subtotal"),
            added(sa.func.coalesce(deducted.c.amount, 0), "deposits"),
            added(Invoice.exempt_amount, "exempt"),
            added(Invoice.taxable_amount, "taxable"),
            added(Invoice.tax_amount, "tax"),
        )
        .select_from(Invoice)
        .outerjoin(origin, origin.id == Invoice.credits_id)
        .outerjoin(TaxRate, TaxRate.id == Invoice.sales_tax_rate_id)
        .outerjoin(deducted, deducted.c.invoice_id == Invoice.id)
        .where(Invoice.issued_on.between(first, last), Invoice.status.in_(ISSUED), no_deposit)
        .group_by(TaxRate.name, Invoice.tax_rate, Invoice.kind)
    )
