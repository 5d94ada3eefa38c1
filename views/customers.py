"""Customers and their people."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, request, url_for
from flask_appbuilder import expose

from models.core.base import db
from models.core.roles import ADMIN, BOOKKEEPER, MANAGER, OFFICE
from models.customers import Customer, CustomerContact
from models.portal.sessions import open_session

from .core.access import grants
from .core.access.person import needs, staff
from .core.screen import Screen, screen
from .portal import tokens
from .portal.browsers import name_of


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

    list_columns = ["name", "customer", "email", "phone", "portal_right", "archived_at"]
    quick = ["email", "phone"]
    base_order = ("name", "asc")
    named_by = ["name", "email"]
    searched_by = ["name", "email"]
    searched_at = 30
    related = ["portal_sessions"]
    show_template = "customers/contact.html"

    @expose("/<pk>/view_as", methods=["POST"])
    @needs("view_as")
    def view_as(self, pk: str) -> Any:
        """See the portal as the contact does, in this browser, for an hour: it changes nothing and is on record."""
        contact = self.find(pk)
        if contact.archived_at is not None or contact.customer.archived_at is not None:
            flash(f"{contact} is archived, and sees nothing in the portal any more.", "warning")
            return redirect(url_for("CustomerContactScreen.show", pk=pk))
        browser, address = name_of(request.user_agent.string), request.remote_addr or ""
        look = open_session(db.session(), contact, browser=browser, address=address, staff=staff())
        db.session.commit()
        return tokens.give(make_response(redirect("/portal/", 303)), look)


grants.grant({ADMIN, MANAGER, OFFICE}, ["can_view_as"], CustomerContactScreen.table)
