"""Reading a list: the `q=` argument (Flask-AppBuilder's, in rison or JSON) as a query that shows no hidden column.

Hidden and unknown columns are refused alike, so that a refusal tells nothing of what exists.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, Literal, TypeVar

import prison
import sqlalchemy as sa
from flask import current_app, request
from pydantic import BaseModel, Field, ValidationError

from models.core.base import db
from models.core.sentences import by_field

from ..representation import Shape, identity_column, labels_joined
from .bodies import Malformed
from .filters import MOST_FILTERS, Filter, Strict, column_of, conditions, no_column, operators_of

DEFAULT_PAGE: Final = 20
_MOST_PAGES: Final = 10_000_000


Query = TypeVar("Query", bound=BaseModel)


class ListQuery(Strict):
    """What `q=` of a list may say."""

    keys: list[str] | None = None
    columns: list[str] | None = None
    select_columns: list[str] | None = None
    order_column: str = ""
    order_direction: Literal["asc", "desc", ""] = ""
    page: int = Field(0, ge=0, le=_MOST_PAGES)
    page_size: int = DEFAULT_PAGE
    filters: list[Filter] = Field([], max_length=MOST_FILTERS)


class ItemQuery(Strict):
    """What `q=` of one row may say."""

    keys: list[str] | None = None
    columns: list[str] | None = None
    select_columns: list[str] | None = None


class InfoQuery(Strict):
    """What `q=` of the description of a resource may say."""

    keys: list[str] | None = None
    add_columns: dict[str, Any] = {}
    edit_columns: dict[str, Any] = {}


def query_argument(kind: type[Query]) -> Query:
    """The request's `q=` as a `kind`; `Malformed` with a sentence when it is none."""
    text = request.args.get("q", "")
    told = _loaded(text) if text else {}
    try:
        return kind.model_validate({} if told is None else told)
    except ValidationError as error:
        complaints = [f"{name or 'q'}: {each}" for name, all_ in by_field(error).items() for each in all_]
        raise Malformed(f"The argument q is wrong. {' '.join(complaints)}") from None


def _loaded(text: str) -> Any:
    for read in (prison.loads, json.loads):
        try:
            return read(text)
        except Exception:  # noqa: S112 - prison raises whatever its parser stumbles over
            continue
    raise Malformed("The argument q is neither rison nor JSON.")


def chosen_names(shape: Shape, *choices: list[str] | None) -> list[str]:
    """The names of a representation that a query chose; all when it chose none."""
    wanted = [choice for choice in choices if choice]
    for name in (name for choice in wanted for name in choice):
        if name not in shape.names:
            raise no_column(name)
    return [name for name in shape.names if all(name in choice for choice in wanted)]


def page_size_of(query: ListQuery) -> int:
    """The rows a page shows: as asked, within the shop's limit."""
    most = int(current_app.config.get("FAB_API_MAX_PAGE_SIZE", 500))
    return query.page_size if 1 <= query.page_size <= most else most


def rows_of(shape: Shape, query: ListQuery, names: Sequence[str] | None = None) -> sa.Select[Any]:
    """The rows that `query` selects, in its order, with the labels among `names`; not cut into pages."""
    statement: sa.Select[Any] = sa.select(shape.model).where(*conditions(shape, query.filters))
    return statement.options(*labels_joined(shape, names)).order_by(*_order(shape, query))


def count_of(shape: Shape, query: ListQuery) -> int:
    """How many rows `query` selects."""
    count = sa.select(sa.func.count()).select_from(shape.model).where(*conditions(shape, query.filters))
    return db.session.scalar(count) or 0


def orders_of(shape: Shape) -> list[str]:
    """The columns by which a list can be ordered: those whose values can be compared."""
    return [name for name, column in shape.columns.items() if operators_of(column)]


def _order(shape: Shape, query: ListQuery) -> list[Any]:
    """By the asked column, empty values last; rows that tie stand in the order of their ids."""
    name = query.order_column or "id"
    if name not in orders_of(shape):
        raise no_column(name)
    attribute = column_of(shape, name)
    down = query.order_direction == "desc"
    key = identity_column(shape.model)
    ways = [each.desc() if down else each.asc() for each in (attribute, key)]
    return [ways[0].nulls_last() if attribute.property.columns[0].nullable else ways[0], ways[1]]
