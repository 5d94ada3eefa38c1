"""The visitor's account: who they are here, and the browsers that are signed in."""

from __future__ import annotations

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from models.core.base import db
from models.core.dates import short_moment
from models.portal import PortalSession
from models.portal.sessions import open_sessions

from .door import VIEWER, page
from .frame import render
from .visitor import theirs, visitor


@page("/account", who=VIEWER)
def show() -> ResponseReturnValue:
    """The account."""
    sessions = open_sessions(db.session(), visitor().contact)
    return render("portal/account.html", sessions=sessions, short_moment=short_moment)


@page("/sessions/<pk>/revoke", who=VIEWER, methods=("POST",))
def revoke(pk: str) -> ResponseReturnValue:
    """Sign one of one's own browsers out."""
    session = theirs(PortalSession, pk)
    if session.contact_id != visitor().contact.id or session.is_a_look:
        abort(404)
    session.revoke()
    db.session.commit()
    return redirect(url_for("portal.account_show"), 303)
