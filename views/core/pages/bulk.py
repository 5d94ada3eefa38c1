"""The pages of a verb for many rows: what is possible for those that are ticked, and a result for each row.

Many rows are spoken to in portions: the page (`bulk.js`) sends the ticked rows a few at a time and shows how far it is.
Each portion is an ordinary request; all of them name the same request `once`, so that sending one again is harmless.
"""

from __future__ import annotations

import re
from typing import Any, Final

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose

from models.core.base import new_id
from models.core.workflow import Verb

from ..access.person import needs, require
from ..refusals import Refusal
from .addresses import here_or
from .many import Outcome, prospect, prospects, rows_of, speak_to_each
from .verb_form import VerbForm
from .writing import attempt

MOST_ROWS: Final = 500
"""Rows that one request may change."""

_KEY: Final = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")


class BulkPages:
    """`/<table>/bulk/` says what can be done with the ticked rows, `/<table>/bulk/<verb>` does it."""

    @expose("/bulk/", methods=["POST"])
    @needs("list")
    def weigh(self: Any) -> Any:
        """The verbs that are possible for at least one of the rows, and how many they will be refused for."""
        rows = rows_of(type(self), _ticked())
        return self.render_template(
            "screens/bulk.html",
            screen=type(self),
            rows=rows,
            prospects=prospects(type(self), rows),
            once=new_id(),
            back=self._list_left(),
        )

    @expose("/bulk/<verb>", methods=["POST"])
    def speak_to_all(self: Any, verb: str) -> Any:
        """Ask for what the verb needs, or speak it to each row."""
        declared = self.verbs.get(verb)
        if declared is None:
            abort(404)
        require(f"can_{verb}", self.table)
        ids, form = _ticked(), VerbForm(declared, request.form.to_dict())
        if not ids:
            flash("Nothing was changed: tick the rows first.", "warning")
            return redirect(self._list_left(), 303)
        if declared.must_ask and not form.asked:
            return self._ask_once(VerbForm(declared), ids)
        refusal = form.unreadable() or attempt(form.read)
        if refusal is not None:
            return self._ask_once(form, ids, refusal)
        return self._told(declared, speak_to_each(type(self), declared, form, ids, _once()))

    def _ask_once(self: Any, form: VerbForm, ids: list[str], refusal: Refusal | None = None) -> Any:
        complaints = form.blame(refusal.fields) if refusal else []
        page = self.render_template(
            "screens/bulk_verb.html",
            screen=type(self),
            ids=ids,
            form=form,
            wrong=form.wrong_fields(),
            prospect=prospect(form.verb, rows_of(type(self), ids)),
            refusal=refusal,
            complaints=complaints,
            once=new_id(),
            back=self._list_left(),
        )
        return (page, refusal.status, refusal.headers) if refusal else page

    def _told(self: Any, verb: Verb, outcomes: list[Outcome]) -> Any:
        """A result for each row. When all were done, and it is no portion, a sentence above the list is enough."""
        done = sum(not each.refusal for each in outcomes)
        if done == len(outcomes) and "portion" not in request.form:
            flash(f"{verb.title}: done for {self.counted(done)}.", "success")
            return redirect(self._list_left(), 303)
        return self.render_template(
            "screens/outcomes.html",
            screen=type(self),
            verb=verb,
            done=done,
            outcomes=sorted(outcomes, key=lambda each: not each.refusal),
            back=self._list_left(),
        )

    def _list_left(self: Any) -> str:
        return here_or(url_for(f"{self.endpoint}.list"))


def _ticked() -> list[str]:
    """The ids that the form carries, each once."""
    ids = list(dict.fromkeys(request.form.getlist("id")))
    if len(ids) > MOST_ROWS:
        abort(
            400,
            f"Nothing was changed: {len(ids):,} rows are ticked, at most {MOST_ROWS} can be changed at once.",
        )
    return ids


def _once() -> str:
    """The key of the page that asks; empty when none was given, and then a row may hear the same twice."""
    given = request.form.get("once", "")
    return given if _KEY.fullmatch(given) else ""
