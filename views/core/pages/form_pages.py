"""Adding and editing a row."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_appbuilder import expose

from ..access.person import is_granted, needs
from .addresses import here_or
from .cells import row_url
from .delete_page import DeletePage
from .forms import RowForm, form_of
from .lookup import find
from .saving import Unsaved, save_new, save_over
from .sections import WITH_CONTENTS, sections_of


class FormPages(DeletePage):
    """`/<table>/add` and `/<table>/edit/<pk>`."""

    @expose("/add", methods=["GET", "POST"])
    @needs("add")
    def add(self: Any) -> Any:
        """A new row."""
        form, heading = self.form(new=True)(), f"Add {self.noun()}"
        if request.method == "GET":
            self._prefill(form)
            return self._form_page(form, heading)
        row = self.model()
        unsaved = save_new(form, row)
        return self._form_page(form, heading, None, unsaved) if unsaved else self._done(row, "added")

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
        unsaved = save_over(form, row, self.find)
        return self._form_page(form, heading, row, unsaved) if unsaved else self._done(row, "saved")

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

    def _done(self: Any, row: Any, deed: str) -> Any:
        flash(f"{row} was {deed}.", "success")
        return redirect(here_or(self._page_of(row)), 303)

    def _page_of(self: Any, row: Any) -> str:
        if is_granted("can_show", self.table):
            return row_url(type(self), row)
        return url_for(f"{self.endpoint}.list")

    def _form_page(
        self: Any, form: RowForm, heading: str, row: Any = None, unsaved: Unsaved | None = None
    ) -> Any:
        refusal = unsaved.refusal if unsaved else None
        complaints = form.blame(refusal.fields) if refusal else []
        sections = sections_of(self.model, form)
        page = self.render_template(
            "screens/form.html",
            screen=type(self),
            row=row,
            form=form,
            sections=sections,
            with_contents=WITH_CONTENTS,
            wrong=[field for section in sections for field in section.fields if field.errors],
            conflict=unsaved and unsaved.conflict,
            heading=heading,
            refusal=refusal,
            complaints=complaints,
            asked_back=here_or(""),  # without it, saving leads to the row's own page
            back=here_or(self._page_of(row) if row is not None else url_for(f"{self.endpoint}.list")),
        )
        return (page, refusal.status, refusal.headers) if refusal else page
