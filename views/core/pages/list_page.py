"""The grid of a screen, and its export."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import request, url_for
from flask_appbuilder import expose

from models.core.base import new_id

from ..access.person import is_granted, needs
from ..shown import shown
from ..values import choices_of, kind_of
from .addresses import here_or
from .chips import chips_of, chosen_labels
from .deeds import menu_of
from .grid import PAGE_SIZES, Grid, operations_of
from .quick import quick_columns
from .rows import RowsOfGrid
from .totals import Sums
from .view_pages import query_of, views_of_reader

if TYPE_CHECKING:
    from ..screen import Screen

_SHOWN_OPERATIONS = {
    "text": ["ct"], "prose": ["ct"], "choice": ["eq"], "switch": ["eq"],
    "date": ["gt", "lt"], "moment": ["gt", "lt"], "exact": ["gt", "lt"], "whole": ["gt", "lt"],
    "lookup": ["rel_o_m"],
}  # fmt: skip
_HINTS = {"ct": "contains", "eq": "", "rel_o_m": ""}
_BOUNDS = {"date": ("after", "before"), "moment": ("after", "before")}


@dataclass
class FilterInput:
    """One input of the filter form."""

    label: str
    kind: str
    argument: str
    value: str = ""
    resource: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)


class ListPage:
    """`/<table>/list/`, and the parts of it that are read later.

    A screen whose list leads to more than its rows names its template, which extends `screens/list.html` by blocks.
    """

    list_page_template: ClassVar[str] = "screens/list.html"

    @expose("/list/")
    @needs("list")
    def list(self: Any) -> Any:
        """A page of rows."""
        grid = Grid(type(self), request.args)
        address = Addresses(grid)
        drawn = RowsOfGrid(type(self), grid.columns, address.here)
        rows = drawn.of(grid.rows())
        return self.render_template(
            self.list_page_template,
            screen=type(self),
            grid=grid,
            rows=rows,
            foot=foot(grid),
            ticking=drawn.ticking,
            once=new_id(),
            quick=quick_columns(type(self)),
            chips=chips_of(grid),
            page_sizes=PAGE_SIZES,
            address=address,
            views=[] if grid.find else views_of_reader(self.table),  # a search takes no statement more
            query=query_of(type(self), request.args),
        )

    @expose("/filters/")
    @needs("list")
    def filters(self: Any) -> Any:
        """The form by which the grid is narrowed. The grid reads it when somebody wants to filter."""
        grid = Grid(type(self), request.args)
        return self.render_template(
            "screens/filters.html",
            screen=type(self),
            inputs=filter_inputs(grid),
            chosen=chosen_labels(grid),
            address=Addresses(grid),
        )

    @expose("/totals/")
    @needs("list")
    def add_up(self: Any) -> Any:
        """The sums over all pages. A grid of very many rows reads them when it is shown already."""
        grid = Grid(type(self), request.args)
        return self.render_template(
            "screens/totals.html",
            screen=type(self),
            grid=grid,
            foot=told(grid, grid.added_up()),
            address=Addresses(grid),
        )

    @expose("/deeds/<pk>")
    @needs("list")
    def deeds(self: Any, pk: str) -> Any:
        """The menu of a row: a part of a page, read when it is opened, so that it says what is possible now."""
        row, screen = self.find(pk), type(self)
        page = url_for(f"{screen.__name__}.show", pk=pk)
        back = here_or(page)
        legal, locked = menu_of(screen, row, back)
        quick = [
            (screen.heading(name), url_for(f"{screen.__name__}.change", pk=pk, column=name, back=back))
            for name in quick_columns(screen)
        ]
        return self.render_template("screens/deeds.html", legal=legal, locked=locked, quick=quick, page=page)


def foot(grid: Grid) -> dict[str, str]:
    """The foot of the grid: the sums by column; empty texts when there are too many rows to wait for."""
    return dict.fromkeys(grid.summed, "") if grid.totals is None else told(grid, grid.totals)


def told(grid: Grid, sums: Sums) -> dict[str, str]:
    """The sums as people read them, with their units."""
    columns = grid.screen.model.__table__.c
    return {name: shown(total, columns[name].info.get("unit", "")) for name, total in sums.items()}


def filter_inputs(grid: Grid) -> list[FilterInput]:
    """The inputs by which the person at the door can narrow the grid."""
    screen = grid.screen
    inputs: list[FilterInput] = []
    typed = {each.argument: each.value for each in grid.filters}
    for column in screen.visible(screen.search_columns):
        inputs += _inputs_of(screen, column, typed)
    return inputs


def _inputs_of(screen: type[Screen], column: str, typed: dict[str, str]) -> list[FilterInput]:
    operations = operations_of(screen, column)
    relation = sa.inspect(screen.model).relationships.get(column)
    if relation is not None:
        resource = relation.mapper.class_.__tablename__
        if relation.uselist or not is_granted("can_lookup", resource):
            return []
        argument = f"_flt_0_{column}"
        value = typed.get(argument, "")
        return [FilterInput(screen.heading(column), "lookup", argument, value, resource)]
    target = screen.model.__table__.c[column]
    kind = kind_of(target)
    inputs = []
    for place, operation in enumerate(o for o in _SHOWN_OPERATIONS[kind] if o in operations):
        argument = f"_flt_{operations.index(operation)}_{column}"
        hint = _HINTS.get(operation) if operation in _HINTS else _BOUNDS.get(kind, ("above", "below"))[place]
        label = f"{screen.heading(column)} {hint}".strip()
        choices = choices_of(target.type.enum_class) if kind == "choice" else []
        inputs.append(FilterInput(label, kind, argument, typed.get(argument, ""), choices=choices))
    return inputs


class Addresses:
    """The addresses that lead on from a grid: itself with some arguments changed, its export, its form."""

    def __init__(self, grid: Grid) -> None:
        self._grid, self._name = grid, grid.screen.__name__
        self.bare = url_for(f"{self._name}.list")
        self.here = request.full_path.rstrip("?")

    def __call__(self, endpoint: str = "list", **changes: Any) -> str:
        """The page with these arguments changed; None takes one away. Another page has another neighbour."""
        own, beside = {"page", "psize", "_oc", "_od"}, {"after", "before"} if "page" in changes else set()
        arguments: dict[str, Any] = {
            key: request.args.getlist(key) for key in request.args if key not in beside
        }
        arguments |= {f"{key}_{self._name}" if key in own else key: value for key, value in changes.items()}
        path = self.bare if endpoint == "list" else url_for(f"{self._name}.{endpoint}")
        query = urlencode({key: value for key, value in arguments.items() if value is not None}, doseq=True)
        return f"{path}?{query}" if query else path

    def kept(self, *without: str) -> list[tuple[str, str]]:
        """The arguments that a form of the page must carry on: all but those `without` and the page."""
        dropped = {*without, "after", "before", f"page_{self._name}"}
        return [(key, value) for key, value in request.args.items(multi=True) if key not in dropped]

    @property
    def weigh(self) -> str:
        """Where it is said what can be done with the ticked rows."""
        return url_for(f"{self._name}.weigh")

    @property
    def add(self) -> str:
        """The form for a new row, which begins with the relations that the grid is filtered by."""
        known: dict[str, Any] = {
            each.column: each.value for each in self._grid.filters if each.operation == "rel_o_m"
        }
        return url_for(f"{self._name}.add", **known)
