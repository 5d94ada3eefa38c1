"""Notes as the forms of a proof send them: `text`, perhaps a place (`x` and `y`), or the note that is answered."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from flask import abort, request

from models.approvals import ApprovalComment
from models.approvals.comments import comment_on
from models.core.base import db
from models.core.errors import InvalidValue
from models.designs import DesignVersion

_NO_PLACE = "The note's place is not a place on the picture."


def add_note(version: DesignVersion) -> ApprovalComment:
    """Add the note that the request's form holds to `version`, as whoever acts. Does not commit.

    InvalidValue for what is no note or no place; 404 when it answers a note of another design.
    """
    return comment_on(version, request.form.get("text", ""), pin=_place(), parent=_parent(version))


def anchor_of(note: ApprovalComment) -> str:
    """The id of its thread on the page."""
    return f"note-{note.parent_id or note.id}"


def _parent(version: DesignVersion) -> ApprovalComment | None:
    identity = request.form.get("parent", "")
    if not identity:
        return None
    parent = db.session.get(ApprovalComment, identity[:26])
    return parent if parent is not None and parent.design_id == version.design_id else abort(404)


def _place() -> tuple[Decimal, Decimal] | None:
    x, y = request.form.get("x", "")[:12], request.form.get("y", "")[:12]
    if not x and not y:
        return None
    try:
        place = Decimal(x), Decimal(y)
    except InvalidOperation:
        raise InvalidValue("pin_x", _NO_PLACE) from None
    if not all(part.is_finite() for part in place):
        raise InvalidValue("pin_x", _NO_PLACE)
    return place
