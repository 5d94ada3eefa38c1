"""The portal's door: who comes in, to which page, and what they may do there. Nothing is served that is not declared.

    @page("/jobs/<pk>", who=VIEWER)
    def show(pk: str) -> ResponseReturnValue:
        job = theirs(Job, pk)

A stranger is sent to sign in; what is another customer's, and what needs a right that one has not, is not there (404).
A member of staff who looks as a contact sees what the contact sees and changes nothing (403).
"""

from __future__ import annotations

import enum
from typing import Final

from flask import Response, abort, current_app, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from models.core.actor import Actor, acting_as
from models.portal import PortalSession

from ..core.access.door import READING, Door, Page, Serving
from . import answers, presence, tokens
from .visitor import Visitor


class Who(enum.Enum):
    """Whom a page is for.

    OPEN: anybody. VIEWER: every contact, for what is theirs. APPROVER: who decides for the customer; to others it is
    not there.
    """

    OPEN = "open"
    VIEWER = "viewer"
    APPROVER = "approver"


OPEN, VIEWER, APPROVER = Who.OPEN, Who.VIEWER, Who.APPROVER


def _serve(declared: Page, answer: Serving) -> ResponseReturnValue:
    refusal = _refusal(declared)
    return answer() if refusal is None else refusal


bp: Final = Door("portal", __name__, url_prefix="/portal", serve=_serve)
answers.hook(bp)
presence.hook(bp)

page: Final = bp.page
"""Declares a page. What writes needs the token of the page, `portal_csrf()`, as the field `csrf_token` or the header
`X-CSRFToken`."""

PAGES: Final = bp.pages


def _refusal(declared: Page) -> Response | None:
    """The answer that turns the visitor away; None to let in. Whoever is let in acts from here on."""
    request.form  # noqa: B018 - heard out before the database is touched, whose lock a slow sender would hold
    session = tokens.session_of_request()
    if session is not None:
        _enter(session)
    if declared.who is OPEN:
        _refuse_other_sites(declared, session)
        return None
    if session is None:
        return to_the_log_in()
    if declared.who is APPROVER and not session.contact.may_decide:
        abort(404)
    if request.method in READING:
        return None
    if not tokens.is_sent_by_our_page(session):
        abort(400, answers.OLD_PAGE)
    if session.is_a_look and not declared.staff_too:
        abort(403, answers.only_looking(session))
    return None


def _refuse_other_sites(declared: Page, session: PortalSession | None) -> None:
    """400 for what was sent to a page that is open to strangers by another page than ours.

    Our page carries the token of whoever was in when it was drawn: of a session of the portal, or of nobody.
    """
    if request.method in READING or not declared.csrf or not current_app.config["WTF_CSRF_ENABLED"]:
        return
    if session is not None and tokens.is_sent_by_our_page(session):
        return
    try:
        current_app.extensions["csrf"].protect()
    except CSRFError:
        abort(400, answers.OLD_PAGE)


def _enter(session: PortalSession) -> None:
    g.portal_visitor = Visitor(session.contact, session, session.is_a_look)
    if not session.is_a_look:
        g.visit.enter_context(acting_as(Actor("customer", session.contact.name, session.contact_id)))
    elif session.staff_user is not None:
        g.visit.enter_context(
            acting_as(Actor("staff", session.staff_user.username, str(session.staff_user_id)))
        )


def to_the_log_in() -> Response:
    """Where a stranger is sent: pages lead to the log-in and back, anything else is told 401."""
    if (
        request.method not in READING
        or answers.wants_json()
        or "text/event-stream" in request.accept_mimetypes.values()
    ):
        return answers.told(401, "Sign in to go on: your session has ended.")
    wanted = request.full_path.rstrip("?")
    return make_response(redirect(url_for("portal.signing_in_login", next=wanted), 303))
