"""Saving a form of a row: it is written, or nothing is and it is known why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request

from models.core.base import db

from ..refusals import Refusal
from .conflicts import Conflict, conflict, settle
from .forms import RowForm
from .writing import attempt


@dataclass(frozen=True)
class Unsaved:
    """Why a form was not saved; with both values of what differs when somebody else saved the row meanwhile."""

    refusal: Refusal
    conflict: Conflict | None = None


def save_new(form: RowForm, row: Any) -> Unsaved | None:
    """Write `form` to the new `row`, add it and commit; None when that was done."""

    def change() -> None:
        form.fill(row)
        db.session.add(row)

    return _save(form, change)


def save_over(form: RowForm, row: Any, find: Callable[[str], Any]) -> Unsaved | None:
    """Write `form` over `row` and commit; None when that was done.

    When somebody else saved it meanwhile, the form is from then on about the row as it is; `find` reads it anew.
    """
    identity = str(row.id)
    settle(form, row, request.form)
    if form.is_stale_for(row):
        return _stale(form, row)
    unsaved = _save(form, lambda: form.fill(row))
    return _stale(form, find(identity)) if unsaved and unsaved.refusal.status == 412 else unsaved


def _save(form: RowForm, change: Callable[[], object]) -> Unsaved | None:
    if not form.validate_on_submit():
        db.session.rollback()
        return Unsaved(Refusal(422, "Nothing was changed: see the fields below."))
    refusal = attempt(change)
    return Unsaved(refusal) if refusal else None


def _stale(form: RowForm, row: Any) -> Unsaved:
    form.validate()
    told = conflict(form, row)
    form.is_about(row)
    return Unsaved(Refusal(412, told.sentence), told)
