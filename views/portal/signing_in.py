"""Signing in by mail: ask for a link, open it, press the button. Looking at the link uses nothing up."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from models.core.actor import Actor, acting_as
from models.core.base import db
from models.core.errors import RuleBroken
from models.portal import PortalSignIn, ask_to_sign_in, sign_in_by_token
from models.portal.sign_ins import TooMany

from ..core.public.rate_limit import RateLimit, network_of
from . import answers, tokens
from .browsers import name_of
from .door import OPEN, VIEWER, page
from .frame import render
from .visitor import known_visitor, visitor

LONGEST_EMAIL: Final = 254

_ADDRESS: Final = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+")

NO_ADDRESS: Final = "This is no e-mail address: write it as in name@company.com."

CLOSED: Final = (
    "This link was used or is over",
    "A link signs in once and works for 15 minutes. Ask for a new one: it is in your mail within a minute.",
)

UNKNOWN: Final = (
    "This link leads nowhere",
    "Perhaps a part of it was lost when it was copied. Open it again from our mail, or ask for a new one.",
)

REQUESTS_A_MINUTE: Final = 60


def init_app(app: Flask) -> None:
    """Limit how often links are tried."""
    app.extensions["portal_enter_limit"] = RateLimit(REQUESTS_A_MINUTE, 60)


@page("/login", who=OPEN)
def login() -> ResponseReturnValue:
    """The form that asks for an address."""
    if known_visitor() is not None:
        return redirect(wanted_page(), 303)
    return render("portal/login.html", email="", error="", next=wanted_page())


@page("/login", who=OPEN, methods=("POST",))
def ask() -> ResponseReturnValue:
    """Send a link, if somebody has the address; the answer is the same for any."""
    email = request.form.get("email", "").strip()
    if len(email) > LONGEST_EMAIL or not _ADDRESS.fullmatch(email):
        shown = render("portal/login.html", email=email[:LONGEST_EMAIL], error=NO_ADDRESS, next=wanted_page())
        return shown, 422
    try:
        asker = network_of(request.remote_addr or "")
        ask_to_sign_in(db.session(), email, address=asker, page=wanted_page())
    except TooMany as refusal:
        return answers.told(429, str(refusal), headers={"Retry-After": str(refusal.wait)})
    db.session.commit()
    return render("portal/link_sent.html", email=email)


@page("/enter/<token>", who=OPEN)
def enter(token: str) -> ResponseReturnValue:
    """The page of a link: a button, so that a program that follows the links of mails signs nobody in."""
    found = _opened(token)
    if isinstance(found, Response):
        return found
    return render("portal/enter.html", sign_in=found)


@page("/enter/<token>", who=OPEN, methods=("POST",))
def sign_in(token: str) -> ResponseReturnValue:
    """Sign in, once."""
    found = _opened(token)
    if isinstance(found, Response):
        return found
    contact = found.contact
    page_wanted = found.page or url_for("portal.home_show")
    try:
        with acting_as(Actor("customer", contact.name if contact else "", found.contact_id or "")):
            session = found.use(
                db.session(), browser=name_of(request.user_agent.string), address=request.remote_addr or ""
            )
            db.session.commit()
    except RuleBroken:  # somebody was quicker
        db.session.rollback()
        return _notice(410, CLOSED)
    return tokens.give(make_response(redirect(page_wanted, 303)), session)


@page("/logout", who=VIEWER, methods=("POST",), staff_too=True)
def logout() -> ResponseReturnValue:
    """Sign this browser out."""
    session = visitor().session
    session.revoke()
    back = (
        f"/customer_contacts/show/{session.contact_id}"
        if session.is_a_look
        else url_for("portal.signing_in_login")
    )
    db.session.commit()
    return tokens.take(make_response(redirect(back, 303)))


def wanted_page() -> str:
    """The page of the portal that `next` names; the first page when it names anything else."""
    wanted = request.values.get("next", "")[:500]
    parts = urlsplit(wanted)
    is_ours = wanted.startswith("/portal/") and not parts.scheme and not parts.netloc and "\\" not in wanted
    return (
        wanted
        if is_ours and wanted.isprintable() and not parts.path.startswith("/portal/enter")
        else "/portal/"
    )


def _opened(token: str) -> PortalSignIn | Response:
    wait = current_app.extensions["portal_enter_limit"].wait(request.remote_addr)
    if wait:
        return answers.told(
            429, "Wait a minute, then open the link again.", headers={"Retry-After": str(wait)}
        )
    found = sign_in_by_token(db.session(), token)
    if found is None or found.contact is None:
        return _notice(404, UNKNOWN)
    return found if found.is_open else _notice(410, CLOSED)


def _notice(status: int, words: tuple[str, str]) -> Response:
    return answers.told(status, words[1], title=words[0])
