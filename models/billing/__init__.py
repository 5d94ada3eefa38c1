"""What is charged and paid. The books themselves are kept elsewhere."""

from ..expenses import Expense, ExpenseKind
from . import applying, asking, deposit_gate, drafts, fixed, telling
from .invoices import Invoice
from .life import ISSUED, OWED, InvoiceKind, InvoiceStatus, LineKind
from .lines import InvoiceLine
from .payments import Payment
from .revenue import revenue_of

__all__ = [
    "ISSUED",
    "OWED",
    "Expense",
    "ExpenseKind",
    "Invoice",
    "InvoiceKind",
    "InvoiceLine",
    "InvoiceStatus",
    "LineKind",
    "Payment",
    "applying",
    "asking",
    "deposit_gate",
    "drafts",
    "fixed",
    "revenue_of",
    "telling",
]
