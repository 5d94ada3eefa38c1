"""Changing one column of a row where its list shows it: the field of the form, alone, under the same rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose

from ..access.person import is_granted, needs
from .addresses import here_or
from .columns import writable
from .forms import RowForm, form_of
from .rows import RowsOfGrid
from .saving import Unsaved, save_over

if TYPE_CHECKING:
    from ..screen import Screen


class QuickPages:
    """`/<table>/quick/<pk>/<column>`: GET asks for the value, POST saves it."""

    quick: ClassVar[list[str]] = []
    """Columns of the list that may be changed there: those whose change moves no state and no money."""

    @expose("/quick/<pk>/<column>", methods=["GET", "POST"])
    @needs("edit")
    def change(self: Any, pk: str, column: str) -> Any:
        """One field. What is saved is told as the row anew (`redraw`), or by the page that led here."""
        if column not in self.visible(self.quick):
            abort(404)
        row = self.find(pk)
        form = form_of(self.model, (column,), new=False)(obj=row)
        self.explain(form, row)
        unsaved = save_over(form, row, self.find) if request.method == "POST" else None
        if request.method == "GET" or unsaved:
            return self._quick_page(form, row, unsaved)
        if "redraw" in request.form:
            return self._redrawn(self.find(pk))
        flash(f"{row} was saved.", "success")
        return redirect(self._back_to_list(), 303)

    def _quick_page(self: Any, form: RowForm, row: Any, unsaved: Unsaved | None) -> Any:
        refusal = unsaved.refusal if unsaved else None
        complaints = form.blame(refusal.fields) if refusal else []
        page = self.render_template(
            "screens/quick.html",
            screen=type(self),
            row=row,
            form=form,
            field=next(form.house_fields()),
            conflict=unsaved and unsaved.conflict,
            refusal=refusal,
            complaints=complaints,
            back=self._back_to_list(),
        )
        return (page, refusal.status, refusal.headers) if refusal else page

    def _redrawn(self: Any, row: Any) -> Any:
        screen = type(self)
        rows = RowsOfGrid(screen, screen.visible(screen.list_columns), self._back_to_list())
        return self.render_template("screens/row.html", rows=rows.of([row]))

    def _back_to_list(self: Any) -> str:
        return here_or(url_for(f"{self.endpoint}.list"))


def quick_columns(screen: type[Screen]) -> list[str]:
    """What the person at the door may change in the list of `screen`, in the order of its columns."""
    names = (
        screen.visible(screen.list_columns) if screen.quick and is_granted("can_edit", screen.table) else []
    )
    return [name for name in names if name in screen.quick]


def refuse_what_is_not_quick(screen: type[Screen]) -> None:
    """ValueError when `screen` declares a column as quick that its list does not show, or that is not harmless."""
    written = writable(screen.model).keys() & set(screen.form_columns)
    for name in screen.quick:
        why = (
            "nobody may edit its rows" if "edit" in screen.withheld
            else "its list does not show it" if name not in screen.list_columns
            else "its form does not write it" if name not in written
            else "it is money or hours, which its list adds up" if name in screen.totals
            else ""
        )  # fmt: skip
        if why:
            raise ValueError(f"{screen.__name__}.quick cannot name {name}: {why}.")
