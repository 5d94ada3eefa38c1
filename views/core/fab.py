"""Repairs of Flask-AppBuilder, each with a test that fails when the library no longer needs it.

What the screens do by themselves (forms, filters, lists, deletion) needs no repair here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, request
from flask_appbuilder.hooks import before_request
from flask_appbuilder.menu import Menu
from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlalchemy_utils.aggregates import manager

from models.core.errors import RuleBroken

from .access.person import current_roles
from .refusals import answer_to

_MOST_KEPT = 100
_ARGUMENTS = ("_flt_", "_oc_", "_od_", "page_", "psize_")


def spare_each_flush() -> None:
    """Take off what the library's helper does after each flush: it looks through all rows in memory for sums to keep
    in columns, of which we have none.
    """
    if event.contains(Session, "after_flush", manager.construct_aggregate_queries):
        event.remove(Session, "after_flush", manager.construct_aggregate_queries)


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


class PlainMenu(Menu):
    """A menu that names each of its entries once, where the library's list of names doubles with every category.

    What the holders of some roles see is found once: grants and entries do not change while the shop runs.
    """

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[frozenset[str], str], list[Any]] = {}

    def get_data(self, menu: Any = None) -> list[Any]:
        """The entries that the person at the door sees, with their addresses."""
        if menu is not None:
            return list(super().get_data(menu))
        reader = (current_roles(), request.root_path)
        entries = self._seen.get(reader)
        if entries is None:
            entries = list(super().get_data())
            self._seen = dict([*self._seen.items()][-_MOST_KEPT:]) | {reader: entries}
        return entries

    def get_flat_name_list(self, menu: Any = None, result: Any = None) -> list[str]:
        """The names of the entries and of those below them."""
        names: list[str] = list(result or ())
        for item in self.menu if menu is None else menu:
            names += [item.name, *(self.get_flat_name_list(item.childs) if item.childs else ())]
        return names


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
