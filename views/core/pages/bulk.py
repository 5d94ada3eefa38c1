"""A verb for many rows: what is possible for those that are ticked, its arguments asked once, a result for each row.

Each row has a transaction of its own and meets the same rules as if it were alone: one refusal stops no other row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose

from models.core.base import db
from models.core.workflow import Verb

from ..access.person import is_granted, needs, require
from ..refusals import Refusal
from ..representation import its_name_joined
from ..rest.json_values import identity_of
from .addresses import here_or
from .cells import row_url
from .deeds import spoken_by_reader
from .loading import loads
from .verb_form import VerbForm
from .writing import attempt

if TYPE_CHECKING:
    from ..screen import Screen

MOST_ROWS: Final = 500
"""Rows that one request may change."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would come of a verb: for how many of `number` rows it is possible now, and why not for the others."""

    verb: Verb
    number: int
    refusals: list[str]

    @property
    def words(self) -> str:
        """Such as “2 of 3 will be refused”; empty when none will."""
        return f"{len(self.refusals)} of {self.number} will be refused" if self.refusals else ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a verb for one row: its name, its page, and the sentence that refused it, if one did."""

    name: str
    page: str
    refusal: str


class BulkPages:
    """`/<table>/bulk/` says what can be done with the ticked rows, `/<table>/bulk/<verb>` does it."""

    @expose("/bulk/", methods=["POST"])
    @needs("list")
    def weigh(self: Any) -> Any:
        """The verbs that are possible for at least one of the rows, and how many they will be refused for."""
        rows = _rows(type(self), _ticked())
        return self.render_template(
            "screens/bulk.html",
            screen=type(self),
            rows=rows,
            prospects=prospects(type(self), rows),
            back=here_or(url_for(f"{self.endpoint}.list")),
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
            return redirect(here_or(url_for(f"{self.endpoint}.list")), 303)
        if declared.must_ask and not form.asked:
            return self._ask_once(VerbForm(declared), ids)
        refusal = form.unreadable() or attempt(form.read)
        if refusal is not None:
            return self._ask_once(form, ids, refusal)
        return self._told(declared, [_speak(type(self), declared, form, each) for each in ids])

    def _ask_once(self: Any, form: VerbForm, ids: list[str], refusal: Refusal | None = None) -> Any:
        complaints = form.blame(refusal.fields) if refusal else []
        rows = _rows(type(self), ids)
        page = self.render_template(
            "screens/bulk_verb.html",
            screen=type(self),
            ids=ids,
            form=form,
            prospect=_prospect(form.verb, rows),
            refusal=refusal,
            complaints=complaints,
            back=here_or(url_for(f"{self.endpoint}.list")),
        )
        return (page, refusal.status, refusal.headers) if refusal else page

    def _told(self: Any, verb: Verb, outcomes: list[Outcome]) -> Any:
        back = here_or(url_for(f"{self.endpoint}.list"))
        done = sum(not each.refusal for each in outcomes)
        if done == len(outcomes):
            flash(f"{verb.title}: done for {self.counted(done)}.", "success")
            return redirect(back, 303)
        outcomes.sort(key=lambda each: not each.refusal)
        return self.render_template(
            "screens/outcomes.html", screen=type(self), verb=verb, done=done, outcomes=outcomes, back=back
        )


def prospects(screen: type[Screen], rows: list[Any]) -> list[Prospect]:
    """What the person at the door may do with some of `rows` now, what is possible for most of them first."""
    weighed = [_prospect(verb, rows) for verb in spoken_by_reader(screen)]
    possible = [each for each in weighed if len(each.refusals) < len(rows)]
    return sorted(possible, key=lambda each: len(each.refusals))


def _prospect(verb: Verb, rows: list[Any]) -> Prospect:
    return Prospect(verb, len(rows), [why for row in rows if (why := verb.why_not(row))])


def _ticked() -> list[str]:
    """The ids that the form carries, each once."""
    ids = list(dict.fromkeys(request.form.getlist("id")))
    if len(ids) > MOST_ROWS:
        abort(
            400,
            f"Nothing was changed: {len(ids):,} rows are ticked, at most {MOST_ROWS} can be changed at once.",
        )
    return ids


def _rows(screen: type[Screen], ids: list[str]) -> list[Any]:
    """The rows of `ids` that there are, in the order in which they were ticked."""
    keys = [key for each in ids if (key := identity_of(screen.model, each)) is not None]
    wanted = sa.select(screen.model).where(screen.model.id.in_(keys)).options(*its_name_joined(screen.model))
    found = db.session.scalars(wanted.options(*loads(screen, screen.list_columns))).unique()
    by_id = {row.id: row for row in found}
    return [by_id[key] for key in keys if key in by_id]


def _speak(screen: type[Screen], verb: Verb, form: VerbForm, identity: str) -> Outcome:
    """Speak `verb` to one row in a transaction of its own."""
    rows = _rows(screen, [identity])
    if not rows:
        return Outcome(f"A {screen.noun()}", "", f"There is no such {screen.noun()}, or no longer.")
    row = rows[0]
    name, page = str(row), row_url(screen, row) if is_granted("can_show", screen.table) else ""
    refusal = attempt(lambda: getattr(row, verb.name)(**dict(form.read())))
    return Outcome(name, page, refusal.message if refusal else "")
