"""Stopping mails by the link in them: a page with a button, and the one press of a mail program (RFC 8058).

The token is the whole permission: no cookie is asked for and none is given. A look changes nothing.
"""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from models.core.base import db
from models.notifications.unsubscribing import Subscription, plural_of, subscription_by_token

from .door import OPEN, page
from .frame import render


@page("/unsubscribe/<token>", who=OPEN)
def ask(token: str) -> ResponseReturnValue:
    """Say which mails would stop, and offer to stop them."""
    return _page(_subscription(token))


@page("/unsubscribe/<token>", who=OPEN, methods=("POST",), csrf=False)
def stop(token: str) -> ResponseReturnValue:
    """Stop them. A mail program reads nothing but the status; a person is led back to the page that says so."""
    _subscription(token).stop(db.session())
    db.session.commit()
    if request.form.get("by") == "page":
        return redirect(url_for("portal.unsubscribing_ask", token=token), 303)
    return _page(_subscription(token))


def _subscription(token: str) -> Subscription:
    return subscription_by_token(db.session(), token) or abort(404)


def _page(subscription: Subscription) -> str:
    return render(
        "portal/unsubscribe.html",
        contact=subscription.contact,
        about=plural_of(subscription.about),
        stopped=subscription.is_stopped(db.session()),
    )
