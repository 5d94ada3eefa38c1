"""What is charged and paid."""

from __future__ import annotations

from models.billing import Invoice, InvoiceLine, Payment
from models.core.roles import BOOKKEEPER, MANAGER, OFFICE

from .core.screen import Screen, screen


@screen("Invoices", category="Money", icon="receipt", write={OFFICE, MANAGER, BOOKKEEPER})
class InvoiceScreen(Screen, model=Invoice):
    """Bills to customers."""

    list_columns = ["number", "kind", "status", "customer", "job", "issued_on", "due_on"]
    related = ["invoice_lines", "payments"]
    searched_by = ["number"]


@screen("Invoice lines", category="Money", icon="list", detail=True, write={OFFICE, MANAGER, BOOKKEEPER})
class InvoiceLineScreen(Screen, model=InvoiceLine):
    """What each bill charges for."""

    base_order = ("id", "asc")
    list_columns = ["invoice", "position", "description", "quantity", "unit_price"]


@screen("Payments", category="Money", icon="cash", read={OFFICE}, write={MANAGER, BOOKKEEPER})
class PaymentScreen(Screen, model=Payment):
    """Money received."""

    list_columns = ["paid_on", "invoice", "amount", "method", "reference"]
    quick = ["method", "reference"]
