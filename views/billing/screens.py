"""What is charged and paid."""

from __future__ import annotations

from typing import Any

from flask import url_for

from models.billing import Invoice, InvoiceLine, Payment
from models.core.roles import BOOKKEEPER, MANAGER, OFFICE
from models.sales_tax import ShipTo, TaxRate

from ..core.screen import Screen, screen
from .papers import InvoicePapers

BOOKS = {MANAGER, BOOKKEEPER}
"""Who keeps the books."""

MONEY = {OFFICE, MANAGER, BOOKKEEPER}
"""Who sees prices, and bills."""


@screen("Invoices", category="Money", icon="receipt", write=MONEY)
class InvoiceScreen(InvoicePapers, Screen, model=Invoice):
    """Bills to customers."""

    list_columns = [
        "number",
        "kind",
        "status",
        "customer",
        "job",
        "issued_on",
        "due_on",
        "total",
        "balance",
    ]
    related = ["invoice_lines", "payments"]
    show_template = "billing/show.html"
    foremost = ["record_payment"]
    searched_by = ["number"]

    def parts(self, row: Any, _shown: dict[str, Any]) -> dict[str, Any]:
        """The way to its paper."""
        return {"paper_url": url_for("InvoiceScreen.paper", pk=row.id)}


@screen("Invoice lines", category="Money", icon="list", detail=True, write=MONEY)
class InvoiceLineScreen(Screen, model=InvoiceLine):
    """What each bill charges for."""

    base_order = ("id", "asc")
    list_columns = [
        "invoice",
        "position",
        "kind",
        "description",
        "quantity",
        "unit_price",
        "amount",
        "is_taxable",
    ]


@screen("Payments", category="Money", icon="cash", read=MONEY)
class PaymentScreen(Screen, model=Payment):
    """Money received; recorded at its invoice."""

    list_columns = ["paid_on", "invoice", "amount", "method", "reference", "is_reversed"]


@screen("Sales-tax rates", category="Money", icon="report", detail=True, read={OFFICE}, write=BOOKS)
class TaxRateScreen(Screen, model=TaxRate):
    """What sales tax applies where."""

    list_columns = ["name", "percent", "taxes_shipping", "is_own_place", "archived_at"]
    base_order = ("name", "asc")


@screen("Ship-to places", category="Sales", icon="home", detail=True, write=MONEY)
class ShipToScreen(Screen, model=ShipTo):
    """Where customers' goods go."""

    list_columns = ["name", "customer", "address", "tax_rate", "archived_at"]
    named_by = ["name", "address"]
    base_order = ("id", "asc")
