"""A page of rows as the address asks for it: filters, order, page; at most three statements whatever the size.

The names of the arguments are Flask-AppBuilder's: `_flt_<n>_<column>=value`, where n counts the column's operations,
`_oc_<View>=column&_od_<View>=asc|desc`, `page_<View>=n` and `psize_<View>=n`; beside the page's number `after=` or
`before=` names the row that the page follows or precedes, which is then what counts; `find=` is looked for in the
columns that name a row. What the reader may not see, or what does not exist, is refused in the same words: an ignored
filter would show rows that were not asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from flask import abort
from flask_appbuilder.models.sqla.filters import SQLAFilterConverter
from werkzeug.datastructures import MultiDict

from models.core import clock
from models.core.base import db

from ..access.person import current_roles
from ..representation import shape_of
from ..rest.bodies import Malformed
from ..rest.filters import Filter, conditions
from ..values import kind_of, name_of
from .loading import loads
from .paging import Order
from .totals import Sums, added_up, added_up_here, counted

if TYPE_CHECKING:
    from ..screen import Screen

PAGE_SIZES: Final = (25, 50, 100)
LARGEST_PAGE: Final = 500
LONGEST_FIND: Final = 200
_FILTER: Final = re.compile(r"_flt_(\d{1,2})_(\w{1,60})")
_MOST_FILTERS: Final = 30
_OPERATIONS: Final = frozenset(
    {"sw", "ew", "ct", "eq", "nsw", "new", "nct", "neq", "gt", "lt", "rel_o_m", "nrel_o_m"}
)
"""Those of Flask-AppBuilder that people are offered."""


@dataclass(frozen=True)
class Condition:
    """One filter of the address: its argument's name, the column, Flask-AppBuilder's operation, the value as typed."""

    argument: str
    column: str
    operation: str
    value: str


class Grid:
    """The rows of a screen for the person at the door, as the arguments of an address ask for them.

    `within` narrows it to the rows of one parent. A wrong argument ends the request with 400 and a sentence.
    """

    def __init__(
        self,
        screen: type[Screen],
        arguments: MultiDict[str, str],
        *,
        within: sa.ColumnElement[bool] | None = None,
    ) -> None:
        name = screen.__name__
        self.screen = screen
        self.columns = screen.visible(screen.list_columns)
        self.summed = [name for name in self.columns if name in screen.totals]
        self.orderable = screen.visible(screen.order_columns())
        self.filters = _filters(screen, arguments)
        self.order = self._order(arguments.get(f"_oc_{name}", ""), arguments.get(f"_od_{name}", "asc"))
        self.page = _whole(arguments.get(f"page_{name}", "0"), 1_000_000)
        self.after, self.before = arguments.get("after", ""), arguments.get("before", "")
        self.page_size = _whole(arguments.get(f"psize_{name}", ""), LARGEST_PAGE) or PAGE_SIZES[0]
        self._all: list[Any] | None = None
        self.find = arguments.get("find", "").strip()[:LONGEST_FIND]
        self._conditions = _clauses(screen, self.filters) + ([] if within is None else [within])
        if self.find:
            self._conditions.append(_found(screen, self.find))

    @property
    def count(self) -> int:
        """How many rows there are on all pages."""
        return self._counted[0]

    @property
    def totals(self) -> Sums | None:
        """The sums over all pages of the columns that the screen adds up and the reader sees; None for very many."""
        return self._counted[1]

    def added_up(self) -> Sums:
        """The same sums, however many rows there are."""
        return added_up(self.screen.model, self.summed, self._conditions)

    @cached_property
    def _counted(self) -> tuple[int, Sums | None]:
        if self._all is not None:
            return len(self._all), added_up_here(self._all, self.summed)
        return counted(self.screen.model, self.summed, self._conditions)

    def counted_up_to(self, most: int) -> sa.ScalarSelect[int]:
        """How many rows there are, as a part of a statement that looks no further than at `most` of them."""
        few = sa.select(self.screen.model.id).where(*self._conditions).limit(most).subquery()
        return sa.select(sa.func.count()).select_from(few).scalar_subquery()

    @property
    def narrowed_by(self) -> str:
        """What narrows it, such as “these 2 filters”; empty when nothing does."""
        number = len(self.filters) + bool(self.find)
        return "" if not number else "this filter" if number == 1 else f"these {number} filters"

    def rows(self, limit: int | None = None) -> list[Any]:
        """The rows of the page, or the first `limit` of all."""
        if limit is not None:
            return _read(self.select().limit(limit))
        if self.before:
            return self._beside(self.before, backwards=True)[::-1]
        if self.after:
            return self._beside(self.after)
        return self._numbered() if self.page else self._first()

    def _first(self) -> list[Any]:
        """A first page that is not full holds all rows: they need not be counted."""
        rows = _read(self.select().limit(self.page_size))
        self._all = rows if len(rows) < self.page_size else None
        return rows

    def select(self, *, backwards: bool = False) -> sa.Select[Any]:
        """Every row that matches, in order, with what the grid's columns show."""
        return self._shown(backwards=backwards).where(*self._conditions)

    def _shown(self, *, backwards: bool = False) -> sa.Select[Any]:
        query = sa.select(self.screen.model).options(*loads(self.screen, self.columns))
        return query.order_by(*self._ordering.clauses(backwards=backwards))

    def _beside(self, neighbour: str, *, backwards: bool = False) -> list[Any]:
        beyond = self._ordering.beyond(neighbour, backwards=backwards)
        return _read(self.select(backwards=backwards).where(beyond).limit(self.page_size))

    def _numbered(self) -> list[Any]:
        """Only the ids are counted off, from the nearer end: the rows of the other pages are not read."""
        model, skipped = self.screen.model, self.page * self.page_size
        left = self.count - skipped
        if left <= 0:
            return []
        backwards = left < skipped
        ids = sa.select(model.id).where(*self._conditions)
        ids = ids.order_by(*self._ordering.clauses(backwards=backwards))
        ids = ids.limit(min(self.page_size, left))
        ids = ids.offset(max(left - self.page_size, 0) if backwards else skipped)
        return _read(self._shown().where(model.id.in_(ids)))

    def _order(self, column: str, direction: str) -> tuple[str, str]:
        if not column:
            return self.screen.base_order
        if column not in self.orderable or direction not in ("asc", "desc"):
            abort(400, f"{self.screen.title} cannot be ordered by “{column[:60]}”.")
        return column, direction

    @property
    def _ordering(self) -> Order:
        column, direction = self.order
        return Order(self.screen.model, column, direction == "desc")


def _read(query: sa.Select[Any]) -> list[Any]:
    return list(db.session.scalars(query).unique())


def operations_of(screen: type[Screen], column: str) -> list[str]:
    """The names of the operations that `column` can be filtered by, in the order that the address counts them."""
    return _operations(screen.datamodel, column)


@cache
def _operations(rows: Any, column: str) -> list[str]:
    return [each.arg_name for each in SQLAFilterConverter(rows).convert(column) or []]


def _filters(screen: type[Screen], arguments: MultiDict[str, str]) -> list[Condition]:
    filters = [
        _filter(screen, argument, value)
        for argument in arguments
        if argument.startswith("_flt_")
        for value in arguments.getlist(argument)
        if value.strip()
    ]
    if len(filters) > _MOST_FILTERS:
        abort(400, f"At most {_MOST_FILTERS} filters can be combined.")
    return filters


def _filter(screen: type[Screen], argument: str, value: str) -> Condition:
    match = _FILTER.fullmatch(argument)
    if match is None or match[2] not in screen.visible(screen.search_columns):
        abort(400, f"{screen.title} cannot be filtered by “{match[2] if match else argument[5:65]}”.")
    operations = operations_of(screen, match[2])
    if int(match[1]) >= len(operations) or operations[int(match[1])] not in _OPERATIONS:
        abort(400, f"There is no such filter of “{name_of(match[2])}”.")
    return Condition(argument, match[2], operations[int(match[1])], value)


def _clauses(screen: type[Screen], filters: list[Condition]) -> list[sa.ColumnElement[bool]]:
    asked = [Filter(col=each.column, opr=each.operation, value=_with_zone(screen, each)) for each in filters]
    try:
        return conditions(shape_of(screen.model, current_roles()), asked)
    except Malformed as refusal:
        abort(400, str(refusal))


def _found(screen: type[Screen], text: str) -> sa.ColumnElement[bool]:
    """Whether a column by which people name a row contains `text`."""
    shape = shape_of(screen.model, current_roles())
    asked = [Filter(col=name, opr="ct", value=text) for name in screen.findable()]
    try:
        return sa.or_(sa.false(), *(conditions(shape, [each])[0] for each in asked))
    except Malformed as refusal:
        abort(400, str(refusal))


def _with_zone(screen: type[Screen], condition: Condition) -> str:
    """The typed value; a time without its zone is one of the shop's."""
    column = screen.model.__table__.c.get(condition.column)
    if column is None or kind_of(column) != "moment":
        return condition.value.strip()[:4000]
    try:
        moment = dt.datetime.fromisoformat(condition.value.strip())
    except ValueError:
        abort(400, f"{name_of(condition.column)}: “{condition.value[:40]}” is not a time.")
    return clock.aware(moment).isoformat()


def _whole(text: str, largest: int) -> int:
    if text and not (text.isascii() and text.isdigit() and len(text) <= 9):
        abort(400, f"“{text[:40]}” is not a number of a page.")
    return min(int(text or 0), largest)
