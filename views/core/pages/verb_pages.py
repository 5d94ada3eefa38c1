"""Speaking a verb to a row: a button when it needs nothing, a page when it asks for something."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request
from flask_appbuilder import expose

from models.core.labels import label
from models.core.workflow import Verb

from ..access.person import is_granted, require
from ..refusals import Refusal
from .addresses import here_or
from .cells import row_url
from .verb_form import VerbForm
from .writing import attempt


class VerbPages:
    """`/<table>/<pk>/<verb>`: GET asks for the arguments, POST speaks."""

    @expose("/<pk>/<verb>", methods=["GET", "POST"])
    def speak(self: Any, pk: str, verb: str) -> Any:
        """Ask or speak."""
        declared = self.verbs.get(verb)
        if declared is None:
            abort(404)
        require(f"can_{verb}", self.table)
        row = self.find(pk)
        if request.method == "GET":
            return self._ask(declared, row, VerbForm(declared, row=row))
        return self._speak(declared, row, VerbForm(declared, request.form.to_dict()))

    def _ask(self: Any, verb: Verb, row: Any, form: VerbForm, refusal: Refusal | None = None) -> Any:
        complaints = form.blame(refusal.fields) if refusal else []
        page = self.render_template(
            "screens/verb.html",
            screen=type(self),
            row=row if is_granted("can_show", self.table) else f"This {self.noun()}",
            verb=verb,
            form=form,
            wrong=form.wrong_fields(),
            why_not=verb.why_not(row),
            refusal=refusal,
            complaints=complaints,
            back=self._back_to(row),
        )
        return (page, refusal.status, refusal.headers) if refusal else page

    def _speak(self: Any, verb: Verb, row: Any, form: VerbForm) -> Any:
        identity, state = str(row.id), _State(verb, row)

        def change() -> None:
            arguments = form.read()
            getattr(row, verb.name)(**dict(arguments))

        refusal = form.unreadable() or attempt(change)
        if refusal is None:
            flash(state.told(row), "success")
            return redirect(self._back_to(row), 303)
        row = self.find(identity)
        if form.asked or refusal.fields or not is_granted("can_show", self.table):
            return self._ask(verb, row, form, refusal)
        return self.show_row(row, refusal)

    def _back_to(self: Any, row: Any) -> str:
        """The page that led here, else the row's own, for whom may see it."""
        return here_or(row_url(type(self), row) if is_granted("can_show", self.table) else "/")


class _State:
    """What a verb did, in words."""

    def __init__(self, verb: Verb, row: Any) -> None:
        self.verb = verb
        self.before = self._state(row)

    def told(self, row: Any) -> str:
        """A sentence, such as “J-1001 Staff tees is now packed”."""
        after = self._state(row)
        if after is not None and after != self.before:
            return f"{row} is now {label(after)}."
        return f"{self.verb.title}: done for {row}."

    def _state(self, row: Any) -> Any:
        return getattr(row, self.verb.column) if self.verb.column else None
