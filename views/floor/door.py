"""The floor's door: who comes in, to which page. Nothing is served that is not declared, as in the portal.

    @page("/jobs/<pk>", who=PERSON)
    def show(pk: str) -> ResponseReturnValue: ...

A stranger's phone is told that it is not registered (403); on a registered device people give their number. A member
of the staff who is an employee comes in by the own session of the staff's pages, too.
"""

from __future__ import annotations

import enum
from typing import Final

from flask import abort, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from models.core.actor import acting_as

from ..core.access.door import READING, Door, Page, Serving
from . import answers, tokens
from .visitor import Visitor, come_in, device_here


class Who(enum.Enum):
    """Whom a page is for.

    OPEN: anybody. DEVICE: a registered device, or staff who work here. PERSON: somebody who signed in on it, or staff.
    """

    OPEN = "open"
    DEVICE = "device"
    PERSON = "person"


OPEN, DEVICE, PERSON = Who.OPEN, Who.DEVICE, Who.PERSON


def _serve(declared: Page, answer: Serving) -> ResponseReturnValue:
    refusal = _refusal(declared)
    if refusal is not None:
        return refusal
    given = make_response(answer())
    visitor: Visitor | None = g.get("floor_visitor")
    if visitor is None or visitor.device is None or declared.who is not PERSON:
        return given
    return tokens.prolong(given, visitor.device, visitor.employee, visitor.pin_hash)


bp: Final = Door("floor", __name__, url_prefix="/floor", serve=_serve)
answers.hook(bp)

page: Final = bp.page
"""Declares a page. What writes needs the token of the page, `floor_csrf()`."""

PAGES: Final = bp.pages


def _refusal(declared: Page) -> ResponseReturnValue | None:
    """The answer that turns the visitor away; None to let in. Whoever is let in acts from here on."""
    request.form  # noqa: B018 - heard out before the database is touched, whose lock a slow sender would hold
    visitor = come_in()
    if visitor is not None:
        g.floor_visitor = visitor
        g.visit.enter_context(acting_as(visitor.actor))
    if declared.who is OPEN:
        return None
    if visitor is None and device_here() is None:
        return answers.unregistered()
    if visitor is None and declared.who is PERSON:
        if request.method in READING and not answers.wants_json():
            return redirect(url_for("floor.signing_in_people", next=request.full_path.rstrip("?")), 303)
        return answers.told(401, "Nothing was changed: your time on this device ended. Sign in again.")
    if declared.csrf and request.method not in READING and not tokens.is_sent_by_our_page():
        abort(400, answers.OLD_PAGE)
    return None
