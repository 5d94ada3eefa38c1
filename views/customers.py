"""Customers and their people."""

from __future__ import annotations

from models.core.roles import BOOKKEEPER, MANAGER, OFFICE
from models.customers import Customer, CustomerContact

from .core.screen import Screen, screen


@screen("Customers", category="Sales", icon="users", read={BOOKKEEPER}, write={OFFICE, MANAGER}, leads=True)
class CustomerScreen(Screen, model=Customer):
    """Whom the shop works for."""

    list_columns = ["name", "email", "phone", "tax_exempt", "archived_at"]
    quick = ["email", "phone"]
    base_order = ("name", "asc")
    named_by = ["name", "email"]
    searched_by = ["name", "email"]
    searched_at = 20
    related = ["customer_contacts", "jobs", "designs", "invoices"]


@screen("Contacts", category="Sales", icon="id-badge-2", read={BOOKKEEPER}, write={OFFICE, MANAGER})
class CustomerContactScreen(Screen, model=CustomerContact):
    """The people at the customers."""

    list_columns = ["name", "customer", "email", "phone", "archived_at"]
    quick = ["email", "phone"]
    base_order = ("name", "asc")
    named_by = ["name", "email"]
    searched_by = ["name", "email"]
    searched_at = 30
