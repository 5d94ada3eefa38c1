"""The stream by which an open page of the portal hears that something of its customer's has changed."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from models.core.events import PORTAL
from models.customers import CustomerContact
from models.portal import PortalSession
from tasks.live import Change

from ..core import live
from .door import VIEWER, page
from .visitor import visitor


@page("/events", who=VIEWER)
def events() -> ResponseReturnValue:
    """Tells of every change of the customer's rows, by the customer's id alone; pages then fetch what they show.

    It ends when the session or its contact changes: the browser asks anew, and is let in again or not.
    """
    inside = visitor()
    theirs = Change(PORTAL, inside.customer_id)
    rights = {
        Change(PortalSession.__tablename__, inside.session.id),
        Change(CustomerContact.__tablename__, inside.contact.id),
    }
    return live.stream(
        str(Change(CustomerContact.__tablename__, inside.contact.id)),
        lambda change: change == theirs or change in rights,
        last=lambda change: change in rights,
    )
