"""Adding and editing a row."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_appbuilder import expose

from models.core.base import db

from ..access.person import is_granted, needs
from ..refusals import Refusal
from .addresses import here_or
from .cells import row_url
from .conflicts import Conflict, conflict, settle
from .delete_page import DeletePage
from .forms import RowForm, form_of
from .lookup import find
from .sections import WITH_CONTENTS, sections_of
from .writing import attempt


class FormPages(DeletePage):
    """`/<table>/add` and `/<table>/edit/<pk>`."""

    @expose("/add", methods=["GET", "POST"])
    @needs("add")
    def add(self: Any) -> Any:
        """A new row."""
        form = self.form(new=True)()
        if request.method == "GET":
            self._prefill(form)
            return self._form_page(form, f"Add {self.noun()}")
        row = self.model()

        def change() -> None:
            form.fill(row)
            db.session.add(row)

        return self._saved(form, row, change, "added", f"Add {self.noun()}")

    @expose("/edit/<pk>", methods=["GET", "POST"])
    @needs("edit")
    def edit(self: Any, pk: str) -> Any:
        """Change a row."""
        row = self.find(pk)
        form = self.form(new=False)(obj=row)
        self.explain(form, row)
        heading = f"Edit {row}"
        if request.method == "GET":
            return self._form_page(form, heading, row)
        settle(form, row, request.form)
        if form.is_stale_for(row):
            return self._stale(form, row, heading)
        return self._saved(form, row, lambda: form.fill(row), "saved", heading)

    def form(self: Any, *, new: bool) -> type[RowForm]:
        """The form of what the person at the door may see and write."""
        return form_of(self.model, tuple(self.visible(self.form_columns)), new=new)

    def explain(self: Any, form: RowForm, row: Any) -> None:
        """Say beside the fields of `form` what depends on `row`; for subclasses."""

    def _prefill(self: Any, form: RowForm) -> None:
        """Take from the address what the page that led here knows, such as the job of a new item."""
        for field in form.house_fields():
            given = request.args.get(field.short_name, "")
            if given and field.kind == "lookup":
                field.data = find(field.model, given)

    def _saved(self: Any, form: RowForm, row: Any, change: Any, deed: str, heading: str) -> Any:
        """Write, and go where the row is shown; else the form again with what is wrong."""
        stored = row if row in db.session else None
        if not form.validate_on_submit():
            db.session.rollback()
            return self._form_page(
                form, heading, stored, Refusal(422, "Nothing was changed: see the fields below.")
            )
        refusal = attempt(change)
        if refusal is None:
            flash(f"{row} was {deed}.", "success")
            return redirect(here_or(self._page_of(row)), 303)
        if refusal.status == 412 and stored is not None:
            return self._stale(form, self.find(stored.id), heading)
        return self._form_page(form, heading, stored, refusal)

    def _stale(self: Any, form: RowForm, row: Any, heading: str) -> Any:
        """The form again with both values of what differs, and from now on about the row as it is."""
        form.validate()
        told = conflict(form, row)
        form.is_about(row)
        return self._form_page(form, heading, row, Refusal(412, told.sentence), told)

    def _page_of(self: Any, row: Any) -> str:
        if is_granted("can_show", self.table):
            return row_url(type(self), row)
        return url_for(f"{self.endpoint}.list")

    def _form_page(
        self: Any,
        form: RowForm,
        heading: str,
        row: Any = None,
        refusal: Refusal | None = None,
        told: Conflict | None = None,
    ) -> Any:
        complaints = form.blame(refusal.fields) if refusal else []
        sections = sections_of(self.model, form)
        page = self.render_template(
            "screens/form.html",
            screen=type(self),
            form=form,
            sections=sections,
            with_contents=WITH_CONTENTS,
            wrong=[field for section in sections for field in section.fields if field.errors],
            conflict=told,
            heading=heading,
            refusal=refusal,
            complaints=complaints,
            asked_back=here_or(""),  # without it, saving leads to the row's own page
            back=here_or(self._page_of(row) if row is not None else url_for(f"{self.endpoint}.list")),
        )
        return (page, refusal.status, refusal.headers) if refusal else page
