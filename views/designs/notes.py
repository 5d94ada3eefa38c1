"""Notes of the shop on a design: written on its page, seen by the customer on the page of the approval."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import jsonify, redirect, request, url_for

from models.core.base import db
from models.core.errors import RuleBroken
from models.designs import Design, DesignVersion

from ..core import errors
from ..core.pages.writing import attempt
from ..proofs import add_note, anchor_of


def note_on(screen: Any, design: Design) -> Any:
    """Add what the form says to the version that it names, and go back to the design's page.

    What is refused is told there, or as JSON to a script.
    """
    pk, anchors = design.id, []

    def change() -> None:
        note = add_note(_version(design))
        db.session.flush()
        anchors.append(anchor_of(note))

    refusal = attempt(change)
    if refusal is None:
        return redirect(url_for("DesignScreen.show", pk=pk, _anchor=anchors[0]), 303)
    if errors.wants_json():
        return jsonify(message=refusal.message), refusal.status
    return screen.show_row(screen.find(pk), refusal)


def _version(design: Design) -> DesignVersion:
    """The version whose number the form says, else the newest."""
    number = request.form.get("version", type=int)
    named = sa.select(DesignVersion).where(
        DesignVersion.design_id == design.id, DesignVersion.number == number
    )
    version = db.session.scalars(named).first() if number else design.newest_version()
    if version is None:
        raise RuleBroken("No note was added: the design has no such version.")
    return version
