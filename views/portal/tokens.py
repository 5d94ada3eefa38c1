"""The portal's cookie, and the token by which a page of ours proves that it sent a form."""

from __future__ import annotations

import hmac
from typing import Final

from flask import Response, current_app, g, request
from flask_wtf.csrf import generate_csrf

from models.core import keys
from models.core.base import db
from models.portal import PortalSession, session_by_token

COOKIE: Final = "portal"
"""The cookie's name; it is sent below /portal only."""

_PATH: Final = "/portal"


def session_of_request() -> PortalSession | None:
    """The open session whose cookie the request carries."""
    return session_by_token(db.session(), request.cookies.get(COOKIE, ""))


def give(answer: Response, session: PortalSession) -> Response:
    """`answer`, with which the browser is signed in."""
    answer.set_cookie(
        COOKIE,
        session.token(),
        expires=session.expires_at,
        path=_PATH,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer


def take(answer: Response) -> Response:
    """`answer`, with which the browser forgets that it was signed in."""
    answer.delete_cookie(COOKIE, path=_PATH, httponly=True, samesite="Lax")
    return answer


def portal_csrf() -> str:
    """The token for the forms of this page: always the same in a session, so that the page is, too."""
    visitor = g.get("portal_visitor")
    return generate_csrf() if visitor is None else form_token(visitor.session)


def is_sent_by_our_page(session: PortalSession) -> bool:
    """Whether the request bears the token of the session's pages, as a header or as a field of its form."""
    if not current_app.config["WTF_CSRF_ENABLED"]:
        return True
    sent = request.headers.get("X-CSRFToken") or request.form.get("csrf_token", "")
    return hmac.compare_digest(sent.encode(), form_token(session).encode())


def form_token(session: PortalSession) -> str:
    """The token that the session's pages carry: of no other session, and of no use without its cookie."""
    return keys.token("portal form", session.id)
