"""Whose the lines are: the customers and suppliers that they name, found or made."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.base import Base
from ..customers import Customer, CustomerContact
from .book import Book, same
from .plan import Plan
from .reading import Values


class Parents:
    """The customers or suppliers that lines name, made when unknown where the mapping says so."""

    def __init__(self, session: Session, plan: Plan, model: type[Base], creates: bool) -> None:
        keys = ("email", "name") if model is Customer else ("name",)
        self._book, self._plan, self._model, self._creates = Book(session, model, keys), plan, model, creates
        self._by_contact = _customers_by_contact(session) if model is Customer else {}

    def id_of(self, line: int, values: Values) -> str:
        """The id of the parent that `values` name; ValueError with a sentence when there is none."""
        known = self._book.find(values)
        if known is not None:
            return known.id
        spoken_for = self._by_contact.get(same(values.get("email", "")), set())
        if len(spoken_for) == 1:
            return next(iter(spoken_for))
        noun = self._model.__tablename__.rstrip("s")
        name = values.get("name") or values.get("email")
        if not name:
            raise ValueError(f"{noun.capitalize()}: this is required.")
        if not self._creates:
            raise ValueError(
                f"There is no {noun} “{name}”: import the {noun}s first, or choose that unknown ones are made."
            )
        values = {"name": str(name)[:120]} | values
        made = self._book.add(values, line)
        self._plan.add(self._model, line, made.id, values)
        return made.id


def _customers_by_contact(session: Session) -> dict[str, set[str]]:
    """The customers for whom somebody with an address speaks."""
    found: dict[str, set[str]] = defaultdict(set)
    columns = sa.select(CustomerContact.email, CustomerContact.customer_id)
    for email, customer_id in session.execute(columns.where(CustomerContact.email.is_not(None))):
        found[same(email)].add(customer_id)
    return found
