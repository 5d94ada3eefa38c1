"""The portal's door: who comes in, to which page, and what they may do there. Nothing is served that is not declared.

    @page("/jobs/<pk>", who=VIEWER)
    def show(pk: str) -> ResponseReturnValue:
        job = theirs(Job, pk)

A stranger is sent to sign in; what is another customer's, and what needs a right that one has not, is not there (404).
A member of staff who looks as a contact sees what the contact sees and changes nothing (403).
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, abort, current_app, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from models.core.actor import Actor, acting_as
from models.portal import PortalSession

from ..core.access import visit
from . import answers, presence, tokens
from .visitor import Visitor

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Who(enum.Enum):
    """Whom a page is for."""

    OPEN = "open"
    VIEWER = "viewer"
    APPROVER = "approver"


OPEN, VIEWER, APPROVER = Who.OPEN, Who.VIEWER, Who.APPROVER


@dataclass(frozen=True)
class Page:
    """A declared page: its address below /portal, whom it is for, its methods, and what it is free of.

    `staff_too` lets somebody of the staff who looks as a contact do it, though it writes: leaving, say.
    """

    endpoint: str
    rule: str
    who: Who
    methods: frozenset[str]
    csrf: bool
    staff_too: bool


PAGES: Final[dict[str, Page]] = {}
"""Every page by its endpoint, `portal.<module>_<function>`."""


class _Portal(Blueprint):
    """A blueprint to which only `page` adds addresses."""

    declaring = False

    def add_url_rule(self, *args: Any, **kwargs: Any) -> None:
        """RuntimeError for an address that nobody declared."""
        if not self.declaring:
            raise RuntimeError("Declare a page of the portal with @page: it says whom it is for.")
        super().add_url_rule(*args, **kwargs)


bp: Final = _Portal("portal", __name__, url_prefix="/portal")
answers.hook(bp)
presence.hook(bp)


def page(
    rule: str,
    *,
    who: Who,
    methods: Collection[str] = ("GET",),
    csrf: bool = True,
    staff_too: bool = False,
) -> Callable[[Callable[..., ResponseReturnValue]], Callable[..., ResponseReturnValue]]:
    """Serve the function at `/portal<rule>` to whom `who` names; its endpoint is `portal.<module>_<function>`.

    OPEN: anybody. VIEWER: every contact, for what is theirs. APPROVER: who decides for the customer; to others it is
    not there. What writes needs the token of the page (`portal_csrf()` as the field `csrf_token` or the header
    `X-CSRFToken`), unless `csrf` is False: only for what trusts no cookie.
    """

    def declare(function: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
        name = f"{function.__module__.rpartition('.')[2]}_{function.__name__}"
        declared = Page(f"portal.{name}", rule, who, frozenset(methods), csrf, staff_too)
        PAGES[declared.endpoint] = declared
        visit.GUARDED_ELSEWHERE.add(declared.endpoint)
        bp.declaring = True
        try:
            bp.add_url_rule(rule, name, _guarded(declared, function), methods=sorted(methods))
        finally:
            bp.declaring = False
        return function

    return declare


def _guarded(
    declared: Page, function: Callable[..., ResponseReturnValue]
) -> Callable[..., ResponseReturnValue]:
    @functools.wraps(function)
    def served(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        refusal = _refusal(declared)
        if refusal is not None:
            return refusal
        return function(*args, **kwargs)

    return served


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
