"""Repairs of Flask-AppBuilder, each with a test that fails when the library no longer needs it.

What the screens do by themselves (forms, filters, lists, deletion) needs no repair here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, request
from flask_appbuilder.hooks import before_request
from flask_appbuilder.models.sqla.interface import SQLAInterface

from models.core.errors import RuleBroken

from .refusals import answer_to

_ARGUMENTS = ("_flt_", "_oc_", "_od_", "page_", "psize_")


class SpokenRows(SQLAInterface):
    """Rows whose refusals are sentences: the library would show the statement and its values."""

    def add(self, item: Any, commit: bool = True) -> None:
        """Add the row; RuleBroken with a sentence when the database refuses."""
        self._said(super().add, item, commit)

    def edit(self, item: Any, commit: bool = True) -> None:
        """Keep the row's changes; RuleBroken with a sentence when the database refuses."""
        self._said(super().edit, item, commit)

    def _said(self, write: Callable[[Any, bool], None], item: Any, commit: bool) -> None:
        try:
            write(item, commit)
        except Exception as error:
            self.session.rollback()
            refusal = answer_to(error)
            if refusal is None:
                raise
            raise RuleBroken(refusal.message) from None


class PlainAddress:
    """A view of the library that takes no arguments but a page's number: wrong ones would end in a 500."""

    @before_request
    def refuse_arguments(self) -> None:
        """400 for filters, orders, and pages that are no number."""
        for name, value in request.args.items():
            page = (
                name == f"page_{type(self).__name__}"
                and value.isascii()
                and value.isdigit()
                and len(value) < 7
            )
            if name.startswith(_ARGUMENTS) and not page:
                abort(400, "This list can be neither filtered nor ordered by its address.")
