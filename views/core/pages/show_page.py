"""A row's own page: what it holds, what may be done to it, and the rows that belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import abort, url_for
from flask_appbuilder import expose
from werkzeug.datastructures import MultiDict

from models.core.base import db
from models.core.workflow import Verb

from ..access.person import is_granted, needs
from ..refusals import Refusal
from ..representation import its_name_joined, parent_column
from ..rest.json_values import identity_of
from .cells import Cell, Cells, cells
from .deeds import Deeds, DeedsOfRows, spoken_by_reader
from .grid import Grid
from .loading import loads

if TYPE_CHECKING:
    from ..screen import Screen

MOST_RELATED = 50


@dataclass(frozen=True)
class VerbButton:
    """A verb as the page shows it: legal, or locked with the sentence why."""

    name: str
    title: str
    summary: str
    must_ask: bool
    asks: bool
    moves: bool
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
    """`/<table>/show/<pk>`."""

    @expose("/show/<pk>")
    @needs("show")
    def show(self: Any, pk: str) -> Any:
        """The row."""
        return self.show_row(self.find(pk))

    def show_row(self: Any, row: Any, refusal: Refusal | None = None) -> Any:
        """The page of `row`, headed by a refusal if something was just refused."""
        columns = self.visible(self.show_columns)
        verbs = verb_buttons(type(self), row)
        page = self.render_template(
            "screens/show.html",
            screen=type(self),
            row=row,
            cells=cells(type(self), row, columns),
            verbs=verbs,
            primary=next(
                (each.name for each in verbs if each.moves and not each.must_ask and not each.why_not), ""
            ),
            related=[each for each in (_related(row, table) for table in self.related) if each],
            extras=self.extras(row),
            refusal=refusal,
        )
        return (page, refusal.status, refusal.headers) if refusal else page

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


def verb_buttons(screen: type[Screen], row: Any) -> list[VerbButton]:
    """The verbs that the person at the door may speak to `row`: first those that its state admits."""
    return sorted(
        (_button(verb, row) for verb in spoken_by_reader(screen)), key=lambda button: bool(button.why_not)
    )


def _button(verb: Verb, row: Any) -> VerbButton:
    asks, moves = bool(verb.arguments.model_fields), verb.target is not None
    return VerbButton(verb.name, verb.title, verb.summary, verb.must_ask, asks, moves, verb.why_not(row))


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
    may_add = is_granted("can_add", table)
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
