"""Notes of the shop on a design: written on its page, seen by the customer on the page of the approval."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from flask import abort, flash, redirect, request, url_for

from models.approvals import ApprovalComment, comment_on
from models.core.base import db
from models.core.errors import InvalidValue, RuleBroken
from models.designs import Design

from ..core.pages.writing import attempt


def add_note(screen: Any, design: Design) -> Any:
    """Add what the form says to `design`, and go back to its page; the page with the refusal when it cannot be."""
    parent, pk = _parent(design), design.id

    def change() -> None:
        version = design.newest_version()
        if version is None:
            raise RuleBroken("No note was added: the design has no version yet.")
        comment_on(version, request.form.get("text", ""), pin=place_of(request.form), parent=parent)

    refusal = attempt(change)
    if refusal is not None:
        return screen.show_row(screen.find(pk), refusal)
    flash("The customer sees your note on the page of the approval.", "success")
    return redirect(url_for("DesignScreen.show", pk=pk, _anchor="notes"), 303)


def _parent(design: Design) -> ApprovalComment | None:
    id_ = request.form.get("parent", "")[:26]
    parent = db.session.get(ApprovalComment, id_) if id_ else None
    if id_ and (parent is None or parent.design_id != design.id):
        abort(404)
    return parent


def place_of(form: Any) -> tuple[Decimal, Decimal] | None:
    """The place that a form pins its note at; None for a note without one. InvalidValue when it is no place."""
    x, y = form.get("x", "")[:12], form.get("y", "")[:12]
    if not x and not y:
        return None
    try:
        place = Decimal(x), Decimal(y)
    except InvalidOperation:
        raise InvalidValue("pin_x", "The note's place is not a place on the picture.") from None
    if not all(part.is_finite() for part in place):
        raise InvalidValue("pin_x", "The note's place is not a place on the picture.")
    return place
