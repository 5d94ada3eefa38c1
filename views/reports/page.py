"""`/reports/`: what there is to read, having one made, who gets which by mail; `/reports/of/<kind>/`: all of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from flask import abort, flash, redirect, request, url_for

from models.core.base import db
from models.core.errors import RuleBroken
from models.reports import (
    Declaration,
    Report,
    ReportKind,
    ask_for,
    latest,
    page_of,
    pages_of,
    subscribe,
    subscribed_by,
)

from ..core.pages.writing import attempt
from ..core.refusals import Refusal
from . import words
from .door import bp, declared_as, drawn, readable, reader

LATEST: Final = 3
"""Reports of each kind on the page of all."""

_LONGEST: Final = 40
"""Letters of a period that are read at all."""


@dataclass(frozen=True)
class Asked:
    """What the form holds: the kind of report, its period as typed, and whether it goes out by mail."""

    kind: str
    period: str
    mail: bool

    @property
    def report_kind(self) -> ReportKind:
        """The kind; RuleBroken when none is chosen."""
        if self.kind not in ReportKind.__members__:
            raise RuleBroken("No report was made: choose which one.")
        return ReportKind[self.kind]


@bp.get("/")
def show() -> Any:
    """Every kind that the reader may open, with its latest."""
    chosen = request.args.get("kind", "")
    declared = next((each for each in readable() if each.kind == chosen), readable()[0])
    return _page(Asked(declared.kind, words.suggested(declared), False))


@bp.post("/")
def make() -> Any:
    """Have one made, and show it; what cannot be made is told at the form."""
    form = request.form
    asked = Asked(form.get("kind", ""), form.get("period", "")[:_LONGEST], "mail" in form)
    made: list[Report] = []

    def change() -> None:
        made.append(ask_for(db.session(), asked.report_kind, asked.period, mail=asked.mail))

    refusal = attempt(change)
    if refusal is not None:
        return _page(asked, refusal)
    return redirect(url_for("reports.one", report_id=made[0].id), 303)


@bp.get("/of/<kind>/")
def all_of(kind: str) -> Any:
    """All reports of a kind, the latest first."""
    declared = declared_as(kind)
    number, last = request.args.get("page", 1, type=int), pages_of(db.session(), declared.kind)
    if not 1 <= number <= last:
        abort(404, f"There is no page {number}: the last is {last}." if number > 0 else None)
    return drawn(
        "reports/all.html",
        declared=declared,
        about=words.made_by_itself(declared),
        rows=page_of(db.session(), declared.kind, number),
        number=number,
        last=last,
        words=words,
    )


@bp.post("/of/<kind>/subscription")
def change_subscription(kind: str) -> Any:
    """Let the reader get a kind by mail, or not any more."""
    declared, wanted = declared_as(kind), request.form.get("is_active") == "y"
    user_id = reader().id
    refusal = attempt(lambda: subscribe(db.session(), user_id, declared.kind, is_active=wanted))
    if refusal is not None:
        abort(refusal.status, refusal.message)
    flash(_subscribed(declared, wanted), "success")
    return redirect(url_for("reports.show", _anchor=declared.kind), 303)


def _subscribed(declared: Declaration, wanted: bool) -> str:
    if not wanted:
        return f"{declared.title} is not mailed to you any more."
    return f"{declared.title} is mailed to you from now on, whenever one is made by itself."


def _page(asked: Asked, refusal: Refusal | None = None) -> Any:
    user, kinds = reader(), readable()
    rows = latest(db.session(), [each.kind for each in kinds], LATEST)
    return drawn(
        "reports/reports.html",
        refusal,
        kinds=kinds,
        rows=rows,
        asked=asked,
        subscribed=subscribed_by(db.session(), user.id),
        address=user.email,
        words=words,
    )
