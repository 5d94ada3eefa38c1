"""The pages of a raw table that write: they say what they did, and keep what was typed when they did not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request
from flask_admin import expose
from flask_admin.helpers import get_redirect_target
from werkzeug import Response

from models.core.base import db

from ..pages.writing import attempt
from ..refusals import STALE, Refusal

_ASKED_ABOUT = ("id", "rowid", "action", "url")
_GONE = "There is no such row, or no longer."


class RawPages:
    """Adding, changing and deleting rows of one table, in the place of Flask-Admin's own pages."""

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self: Any) -> Any:
        """A new row."""
        if not self.can_create:
            return redirect(self.back())
        form = self.create_form()
        if request.method == "GET":
            return self._form_page(form)
        row = self.model()

        def add() -> None:
            form.populate_obj(row)
            db.session.add(row)

        return self._saved(form, row, add, "added")

    @expose("/edit/", methods=("GET", "POST"))
    def edit_view(self: Any) -> Any:
        """Change a row; not when somebody else changed it since the form was opened."""
        if not self.can_edit:
            return redirect(self.back())
        row = self.get_one(request.args.get("id", ""))
        if row is None:
            return self._gone()
        form = self.edit_form(obj=row)
        if request.method == "GET":
            return self._form_page(form, row)
        if "version" in form and form.version.data != str(row.version):
            form.validate()
            return self._form_page(form, row, Refusal(412, STALE))
        return self._saved(form, row, lambda: form.populate_obj(row), "saved")

    @expose("/delete/", methods=("POST",))
    def delete_view(self: Any) -> Any:
        """Delete a row, once somebody said to be sure."""
        if not self.can_delete:
            return redirect(self.back())
        row = self.get_one(request.form.get("id", ""))
        if row is None:
            return self._gone()
        label = str(row)
        if not _is_sure():
            return self._question(f"Delete {label}")
        if self.delete_model(row):
            flash(f"{label} was deleted.", "success")
        return redirect(self.back())

    @expose("/action/", methods=("POST",))
    def action_view(self: Any) -> Any:
        """Do something to the ticked rows, once somebody said to be sure."""
        ticked = request.form.getlist("rowid")
        if not ticked:
            flash("Nothing was changed: tick the rows first.", "warning")
            return redirect(self.back())
        if not _is_sure():
            return self._question(f"Delete {len(ticked)} {'row' if len(ticked) == 1 else 'rows'}")
        return self.handle_action()

    def delete_model(self: Any, row: Any) -> bool:
        """Delete the row, or say why not."""
        refusal = attempt(lambda: db.session.delete(row))
        if refusal is not None:
            flash(refusal.message, "danger")
        return refusal is None

    def back(self: Any) -> str:
        """Where the page that was asked from is, else the table."""
        return str(get_redirect_target() or self.get_url(".index_view"))

    def _question(self: Any, heading: str) -> Any:
        """What the dialog asks, for browsers without scripts."""
        kept = [(name, value) for name in _ASKED_ABOUT for value in request.form.getlist(name)]
        return self.render("raw/sure.html", heading=heading, kept=kept, back=self.back())

    def _gone(self: Any) -> Response:
        flash(_GONE, "danger")
        return redirect(self.back())

    def _saved(self: Any, form: Any, row: Any, change: Callable[[], object], deed: str) -> Any:
        stored = row if row in db.session else None
        if not form.validate():
            db.session.rollback()
            return self._form_page(form, stored, Refusal(422, "Nothing was changed: see the fields below."))
        refusal = attempt(change)
        if refusal is not None:
            form.blame(refusal.fields)
            return self._form_page(form, stored, refusal)
        flash(f"{row} was {deed}.", "success")
        return redirect(self.back())

    def _form_page(self: Any, form: Any, row: Any = None, refusal: Refusal | None = None) -> Any:
        heading = f"Edit {row}" if row is not None else f"Add to {self.name.lower()}"
        wrong = [field for field in form.house_fields() if field.errors]
        page = self.render(
            "raw/form.html", form=form, heading=heading, refusal=refusal, wrong=wrong, back=self.back()
        )
        return (page, refusal.status, refusal.headers) if refusal else page


def _is_sure() -> bool:
    return request.form.get("sure") == "y"
