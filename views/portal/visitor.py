"""Who is in the portal, and finding the rows that are theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flask import abort, g

from models.core.base import Base, db
from models.customers import Customer, CustomerContact
from models.portal import PortalSession

Row = TypeVar("Row", bound=Base)

_ID: Final = re.compile(r"[0-9A-Z]{26}")


@dataclass(frozen=True)
class Visitor:
    """A contact who came in by the session; `read_only` when it is somebody of the staff who looks as the contact."""

    contact: CustomerContact
    session: PortalSession
    read_only: bool

    @property
    def customer(self) -> Customer:
        """Whose things are shown."""
        return self.contact.customer

    @property
    def customer_id(self) -> str:
        """The id of that customer."""
        return self.contact.customer_id

    @property
    def may_decide(self) -> bool:
        """Whether the page offers to decide: an approver, in person."""
        return self.contact.may_decide and not self.read_only

    @property
    def may_write(self) -> bool:
        """Whether the page offers to write at all: nobody of the staff who only looks."""
        return not self.read_only

    @property
    def initials(self) -> str:
        """One or two letters of the name, for the round mark in the bar."""
        words = self.contact.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def visitor() -> Visitor:
    """Who is in; RuntimeError on a page that is open to strangers."""
    inside = known_visitor()
    if inside is None:
        raise RuntimeError("Nobody has come in by the portal's door.")
    return inside


def known_visitor() -> Visitor | None:
    """Who is in, on a page that strangers see too; None for a stranger."""
    inside: Visitor | None = g.get("portal_visitor")
    return inside


def theirs(model: type[Row], id_: str) -> Row:
    """The row of `model` with this id, if it belongs to the visitor's customer (its `__portal__`); 404 if not.

    What is not there and what is somebody else's cannot be told apart.
    """
    row = known(model, id_)
    if row is None or customer_of(row) != visitor().customer_id:
        abort(404)
    return row


def known(model: type[Row], id_: str) -> Row | None:
    """The row of `model` with this id, whosesoever; None for what is no id, which some databases do not take."""
    return db.session.get(model, id_) if _ID.fullmatch(id_) else None


def customer_of(row: Base) -> str | None:
    """The id of the customer that `row` belongs to, by the way that its model declares in `__portal__`."""
    *relations, column = type(row).__portal__.split(".")
    at: Any = row
    for name in relations:
        at = getattr(at, name)
        if at is None:
            return None
    found: str | None = getattr(at, column)
    return found
