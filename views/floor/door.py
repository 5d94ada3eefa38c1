"""The floor's door: who comes in, to which page. Nothing is served that is not declared, as in the portal.

    @page("/jobs/<pk>", who=PERSON)
    def show(pk: str) -> ResponseReturnValue: ...

A stranger's phone is told that it is not registered (403); on a registered device people give their number. A member
of the staff who is an employee comes in by the own session of the staff's pages, too.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, abort, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from models.core.actor import acting_as

from ..core.access import visit
from . import answers, tokens
from .visitor import Visitor, come_in, device_here

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Who(enum.Enum):
    """Whom a page is for."""

    OPEN = "open"
    DEVICE = "device"
    PERSON = "person"


OPEN, DEVICE, PERSON = Who.OPEN, Who.DEVICE, Who.PERSON


@dataclass(frozen=True)
class Page:
    """A declared page: its address below /floor, whom it is for, and whether what writes bears the form's token."""

    endpoint: str
    rule: str
    who: Who
    methods: frozenset[str]
    csrf: bool


PAGES: Final[dict[str, Page]] = {}
"""Every page by its endpoint, `floor.<module>_<function>`."""


class _Floor(Blueprint):
    """A blueprint to which only `page` adds addresses."""

    declaring = False

    def add_url_rule(self, *args: Any, **kwargs: Any) -> None:
        """RuntimeError for an address that nobody declared."""
        if not self.declaring:
            raise RuntimeError("Declare a page of the floor with @page: it says whom it is for.")
        super().add_url_rule(*args, **kwargs)


bp: Final = _Floor("floor", __name__, url_prefix="/floor")
answers.hook(bp)


def page(
    rule: str, *, who: Who, methods: Collection[str] = ("GET",), csrf: bool = True
) -> Callable[[Callable[..., ResponseReturnValue]], Callable[..., ResponseReturnValue]]:
    """Serve the function at `/floor<rule>` to whom `who` names.

    OPEN: anybody. DEVICE: a registered device, or staff who work here. PERSON: somebody who signed in on it, or staff.
    What writes needs the token of the page (`floor_csrf()`), unless `csrf` is False: only for what trusts no cookie.
    """

    def declare(function: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
        name = f"{function.__module__.rpartition('.')[2]}_{function.__name__}"
        declared = Page(f"floor.{name}", rule, who, frozenset(methods), csrf)
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
        answer = make_response(function(*args, **kwargs))
        visitor: Visitor | None = g.get("floor_visitor")
        if visitor is None or visitor.device is None or declared.who is not PERSON:
            return answer
        return tokens.prolong(answer, visitor.device, visitor.employee, visitor.pin_hash)

    return served


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
