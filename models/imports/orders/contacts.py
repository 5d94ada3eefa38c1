"""The people of the customers for whom orders are."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from ...customers import CustomerContact
from ..book import Book
from ..plan import Plan
from ..reading import Values
from .lines import Order


class Contacts:
    """The contacts that orders name, within their customers; made when unknown where `creates`."""

    def __init__(self, session: Session, plan: Plan, orders: Iterable[Order], *, creates: bool) -> None:
        self._plan, self._creates = plan, creates
        wanted = any(_told(order) for order in orders)
        self._book = Book(session, CustomerContact, ("email", "name"), "customer_id") if wanted else None

    def of(self, order: Order, customer_id: str) -> Values:
        """The column of the job that names its contact, empty when the order names none; ValueError with a sentence."""
        told = _told(order)
        if not told or self._book is None:
            return {}
        values: Values = told | {"customer_id": customer_id}
        known = self._book.find(values)
        if known is None:
            name = told.get("name") or told["email"]
            if not self._creates:
                raise ValueError(
                    f"The customer has no contact “{name}”: import the contacts first, or choose that unknown ones "
                    "are made."
                )
            values = {"name": name[:120]} | values
            known = self._book.add(values, order.line)
            self._plan.add(CustomerContact, order.line, known.id, values)
        return {"contact_id": known.id}


def _told(order: Order) -> dict[str, str]:
    columns = {"name": "contact", "email": "contact_email"}
    return {name: order.values[key] for name, key in columns.items() if key in order.values}
