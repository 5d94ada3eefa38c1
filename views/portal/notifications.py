"""What the visitor was told: the list behind the bell, and how many of it are unread."""

from __future__ import annotations

from typing import Final

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from models.core.base import db
from models.core.dates import short_moment
from models.notifications import ContactNotification
from models.notifications.inbox import listed_for, mark_all_read, unread_count

from ..core.pages.addresses import is_own_path
from .door import VIEWER, page
from .frame import render, tab_count
from .visitor import Visitor, theirs, visitor

MOST: Final = 100


@page("/notifications", who=VIEWER)
def told() -> ResponseReturnValue:
    """What the visitor was told, the last first."""
    rows = db.session.scalars(listed_for(visitor().contact).limit(MOST)).all()
    unread = [row for row in rows if row.read_at is None]
    return render(
        "portal/notifications.html",
        rows=rows,
        unread=unread,
        last=rows[0].id if rows else "",
        when=short_moment,
    )


@page("/notifications/read", who=VIEWER, methods=("POST",))
def read_all() -> ResponseReturnValue:
    """All that the page showed was seen; what came since, stays unread."""
    last = theirs(ContactNotification, request.form.get("up_to", ""))
    mark_all_read(db.session(), visitor().contact, up_to=last.id)
    db.session.commit()
    return redirect(url_for("portal.notifications_told"), 303)


@page("/notifications/<pk>", who=VIEWER, methods=("POST",))
def follow(pk: str) -> ResponseReturnValue:
    """Go where one of them leads: it is read from then on."""
    row = theirs(ContactNotification, pk)
    if row.contact_id != visitor().contact.id:
        abort(404)
    row.mark_read()
    db.session.commit()
    return redirect(row.url if is_own_path(row.url) else url_for("portal.notifications_told"), 303)


@tab_count("bell")
def unread(inside: Visitor) -> int:
    """How many the visitor has not read."""
    return unread_count(db.session(), inside.contact)
