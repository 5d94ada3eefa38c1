"""A row's own page: what it holds, what may be done to it, and the rows that belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import sqlalchemy as sa
from flask import abort, url_for
from flask_appbuilder import expose
from werkzeug.datastructures import MultiDict

from models.core.base import db

from ..access.person import is_granted, needs
from ..refusals import Refusal
from ..representation import its_name_joined, parent_column
from ..rest.json_values import identity_of
from .cells import Cell, Cells, cells
from .deeds import Deeds, DeedsOfRows
from .grid import Grid
from .loading import loads
from .verb_buttons import verb_buttons

if TYPE_CHECKING:
    from ..screen import Screen

MOST_RELATED = 50


@dataclass(frozen=True)
class Tab:
    """A way to a section of the page: its id, its title, and how many rows stand there (such as “50+”)."""

    anchor: str
    title: str
    count: str = ""


@dataclass(frozen=True)
class Kept:
    """Whether a row may be edited and deleted by the person at the door, and the sentence why not."""

    edits: bool
    deletes: bool
    why_not: str


@dataclass(frozen=True)
class Related:
    """Rows of another screen that belong to this one: its first rows, whether there are more, where to add one."""

    screen: type[Screen]
    headings: list[str]
    rows: list[tuple[Any, list[Cell], Deeds]]
    more: bool
    all_url: str
    add_url: str


class ShowPage:
    """`/<table>/show/<pk>`.

    A screen whose rows deserve a page of their own names its template, which extends `screens/show.html` by blocks,
    and what that shows besides, in `parts`.
    """

    show_template: ClassVar[str] = "screens/show.html"
    foremost: ClassVar[list[str]] = []
    """Verbs of which the first possible one is the page's primary deed, before any other that moves the row on."""
    own_pages: ClassVar[frozenset[str]] = frozenset()
    """Verbs that are asked for on a page of their own."""

    @expose("/show/<pk>")
    @needs("show")
    def show(self: Any, pk: str) -> Any:
        """The row."""
        return self.show_row(self.find(pk))

    def show_row(self: Any, row: Any, refusal: Refusal | None = None) -> Any:
        """The page of `row`, headed by a refusal if something was just refused."""
        related = [each for each in (_related(row, table) for table in self.related) if each]
        shown = {
            "row": row,
            "cells": cells(type(self), row, self.visible(self.show_columns)),
            "verbs": verb_buttons(type(self), row),
            "related": related,
            "tabs": [tab_of(each) for each in related],
            "extras": self.extras(row),
            "kept": kept(type(self), row),
        }
        page = self.render_template(
            self.show_template, screen=type(self), refusal=refusal, **(shown | self.parts(row, shown))
        )
        return (page, refusal.status, refusal.headers) if refusal else page

    def parts(self: Any, _row: Any, _shown: dict[str, Any]) -> dict[str, Any]:
        """What the template of this screen shows besides, or instead of what is `shown` already; for subclasses."""
        return {}

    def extras(self: Any, _row: Any) -> list[Cell]:
        """Further facts for the top of the page; for subclasses."""
        return []

    def find(self: Any, pk: str) -> Any:
        """The row `pk` with everything that its page and its form show; 404 when there is none."""
        identity = identity_of(self.model, pk)
        options = [*loads(type(self), dict.fromkeys([*self.show_columns, *self.form_columns]))]
        options += its_name_joined(self.model)
        query = sa.select(self.model).where(self.model.id == identity).options(*options)
        row = db.session.scalars(query).unique().one_or_none() if identity is not None else None
        return row if row is not None else abort(404, f"There is no such {self.noun()}, or no longer.")


def kept(screen: type[Screen], row: Any) -> Kept:
    """Whether the person at the door edits and deletes `row`, and the sentence when it is only the row that stands."""
    may_edit, may_delete = (is_granted(f"can_{deed}", screen.table) for deed in ("edit", "delete"))
    not_edited = row.why_not_edited() if may_edit else ""
    not_deleted = row.why_not_deleted() if may_delete else ""
    return Kept(may_edit and not not_edited, may_delete and not not_deleted, not_edited or not_deleted)


def tab_of(related: Related) -> Tab:
    """The way to a section of related rows."""
    count = f"{len(related.rows)}+" if related.more else str(len(related.rows))
    return Tab(related.screen.table, related.screen.title, count)


def _related(row: Any, table: str) -> Related | None:
    """The rows of `table` that belong to `row`, if the person at the door may list them."""
    from ..screen import screen_named

    screen = screen_named(table)
    if not is_granted("can_list", table):
        return None
    parent = parent_of(screen, type(row))
    within = parent_column(sa.inspect(screen.model).relationships[parent]) == row.id
    grid = Grid(screen, MultiDict(), within=within)
    columns = [name for name in grid.columns if name != parent]
    rows = grid.rows(MOST_RELATED + 1)
    here = url_for(f"{screen_named(type(row).__tablename__).__name__}.show", pk=row.id)
    painted, deeds = Cells(screen, columns, lead=True), DeedsOfRows(screen, here)
    may_add = is_granted("can_add", table) and not row.why_no_more(table)
    return Related(
        screen,
        [screen.heading(name) for name in columns],
        [(each, painted.of(each), deeds.of(each)) for each in rows[:MOST_RELATED]],
        len(rows) > MOST_RELATED,
        url_for(f"{screen.__name__}.list", **{f"_flt_0_{parent}": row.id}),
        url_for(f"{screen.__name__}.add", back=here, **{parent: row.id}) if may_add else "",
    )


def parent_of(screen: type[Screen], model: type) -> str:
    """The many-to-one of the screen's model that leads to `model`."""
    relations = sa.inspect(screen.model).relationships
    return next(r.key for r in relations if not r.uselist and issubclass(model, r.mapper.class_))
