"""What is charged, paid and spent. The books themselves are kept elsewhere."""

from ..expenses import Expense, ExpenseKind
from .invoices import Invoice, InvoiceKind, InvoiceStatus
from .lines import InvoiceLine
from .payments import Payment

__all__ = [
    "Expense",
    "ExpenseKind",
    "Invoice",
    "InvoiceKind",
    "InvoiceLine",
    "InvoiceStatus",
    "Payment",
]
