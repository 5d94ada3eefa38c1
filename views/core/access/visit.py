"""What every request begins with: who acts, whether it may write, and that no other site sent it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Final

from flask import Flask, Response, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import CSRFProtect

from models.core.actor import Actor, acting_as
from models.core.sqlite import only_reading, reading

from .person import actor_of, staff

VISITOR: Final = Actor("visitor", "Visitor")
"""Who acts when nobody signed in: holds no role."""

WITHOUT_TOKEN: Final = {"LoginApi.login", "LoginApi.refresh"}
"""Endpoints that may be posted to without a CSRF token: they trust no cookie."""

GUARDED_ELSEWHERE: Final[set[str]] = set()
"""Endpoints that ask for a token of their own: those of the portal, whose people have another cookie."""

FOR_ANYBODY: Final[set[str]] = set()
"""Endpoints of files that are the same for everybody: nobody is asked who asks for them."""

LARGE_BODIES: Final[dict[str, tuple[str, int]]] = {}
"""Endpoints that take more than a page's form: the media type by which it comes, and how many bytes at most."""

LONGEST_BODY: Final = 2 * 1024 * 1024
"""Bytes that a program's request may have."""

_READING: Final = {"GET", "HEAD", "OPTIONS"}


class _Sessions(SecureCookieSessionInterface):
    """Sessions that files leave alone: what caches between us and a browser may keep carries nobody's cookie."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not _is_for_anybody():
            super().save_session(app, session, response)

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Only a page that is opened prolongs the session: what a script asks for beside it leaves it alone.

        The whole session is in the cookie. An answer to a script that began before a form was sent, and comes after
        the form's own, would put the old session back, and the notice of what was done would be lost.
        """
        is_beside = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        return session.modified if is_beside else super().should_set_cookie(app, session)


def init_app(app: Flask) -> None:
    """Hook the beginning and the end of every request. Call it before anything else hooks them."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # ours asks more
    app.session_interface = _Sessions()
    app.before_request(_begin)
    app.before_request(_hear_out)
    CSRFProtect(app)
    app.before_request(_refuse_other_sites)
    app.before_request(_act_as_staff)
    app.teardown_request(_end)


def _begin() -> None:
    """An application context may be older than the request (tests, the command line): nothing in it counts."""
    vars(g).clear()
    g.visit = ExitStack()
    g.visit.enter_context(acting_as(VISITOR))
    if request.method in _READING:
        g.visit.enter_context(reading())
    else:
        only_reading(False)


def _hear_out() -> None:
    """Read a program's whole body before the database is touched: a slow sender would hold its lock meanwhile.

    The forms of pages are read here too, by the check of their token.
    """
    media_type, most = LARGE_BODIES.get(request.endpoint or "", ("", 0))
    if most and request.mimetype == media_type:
        request.max_content_length = most
    if request.path.startswith("/api/"):
        request.max_content_length = LONGEST_BODY
        request.get_data()


def _refuse_other_sites() -> None:
    if not current_app.config["WTF_CSRF_ENABLED"] or request.endpoint in WITHOUT_TOKEN | GUARDED_ELSEWHERE:
        return
    without_cookie = current_app.config["SESSION_COOKIE_NAME"] not in request.cookies
    if without_cookie and request.path.startswith("/api/"):
        return  # no browser lends its user's rights to such a request: it has a token of its own, or none
    if request.endpoint:
        current_app.extensions["csrf"].protect()


def _act_as_staff() -> None:
    if _is_for_anybody() or "_user_id" not in session:
        return
    user = staff()
    if user is not None:
        g.visit.enter_context(acting_as(actor_of(user)))


def _is_for_anybody() -> bool:
    endpoint = request.endpoint or ""
    return endpoint.endswith("static") or endpoint in FOR_ANYBODY


def _end(_error: BaseException | None) -> None:
    visit: ExitStack | None = g.pop("visit", None)
    if visit is not None:
        visit.close()
