"""Deleting a row: it asks first, and a refusal says what refers to the row."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_appbuilder import expose

from models.core.base import db

from ..access.person import is_granted, needs
from ..refusals import Refusal
from .addresses import here_or
from .references import references_to
from .writing import attempt


class DeletePage:
    """`/<table>/delete/<pk>`."""

    @expose("/delete/<pk>", methods=["GET", "POST"])
    @needs("delete")
    def delete(self: Any, pk: str) -> Any:
        """Ask, then delete."""
        row = self.find(pk)
        if request.method == "GET":
            return self.render_template("screens/delete.html", screen=type(self), row=row)
        label = str(row)
        refusal = attempt(lambda: db.session.delete(row))
        if refusal:
            return self._undeleted(self.find(pk), refusal)
        flash(f"{label} was deleted.", "success")
        return redirect(here_or(url_for(f"{self.endpoint}.list")), 303)

    def _undeleted(self: Any, row: Any, refusal: Refusal) -> Any:
        """Why `row` was not deleted, what refers to it, and archiving it instead where that is possible."""
        archive = self.verbs.get("archive")
        may_archive = archive and is_granted("can_archive", self.table) and archive.is_legal_for(row)
        page = self.render_template(
            "screens/delete.html",
            screen=type(self),
            row=row,
            refusal=refusal,
            references=references_to(row) if refusal.status == 409 else [],
            instead=url_for(f"{self.endpoint}.speak", pk=row.id, verb="archive") if may_archive else "",
        )
        return page, refusal.status, refusal.headers
