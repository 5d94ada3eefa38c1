"""The kinds and states of invoices, and what their lines are for."""

from __future__ import annotations

import enum
from typing import Final


class InvoiceKind(enum.StrEnum):
    """What an invoice is for."""

    DEPOSIT = "DEPOSIT"
    FINAL = "FINAL"
    CREDIT_NOTE = "CREDIT_NOTE"


class InvoiceStatus(enum.StrEnum):
    """The life of an invoice. PAID: nothing is left to pay, because it was paid or credited."""

    DRAFT = "DRAFT"
    ISSUED = "ISSUED"
    PARTIALLY_PAID = "PARTIALLY_PAID"
    PAID = "PAID"


class LineKind(enum.StrEnum):
    """What a line charges for. DEPOSIT: money in advance, or its deduction; it is no revenue and bears no tax."""

    GOODS = "GOODS"
    MATERIAL = "MATERIAL"
    SHIPPING = "SHIPPING"
    FEE = "FEE"
    DEPOSIT = "DEPOSIT"
    OTHER = "OTHER"


ISSUED: Final = frozenset({InvoiceStatus.ISSUED, InvoiceStatus.PARTIALLY_PAID, InvoiceStatus.PAID})
"""It has its number, and changes no more."""

OWED: Final = frozenset({InvoiceStatus.ISSUED, InvoiceStatus.PARTIALLY_PAID})
"""Something is left to pay."""

PREFIXES: Final = {
    InvoiceKind.DEPOSIT: "INV",
    InvoiceKind.FINAL: "INV",
    InvoiceKind.CREDIT_NOTE: "CN",
}
"""The series that each kind takes its numbers from."""
