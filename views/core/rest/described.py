"""What a resource tells of itself beside its rows: the parts that Flask-AppBuilder's clients ask for by `keys`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from ..access.person import is_granted
from ..representation import Shape
from ..values import name_of
from .bodies import is_required
from .filters import operators_of
from .listing import orders_of
from .schemas import schema_of

Parts = dict[str, Callable[[], Any]]

_OPERATORS = {
    "eq": "Equal to",
    "neq": "Not equal to",
    "gt": "Greater than",
    "lt": "Smaller than",
    "sw": "Starts with",
    "ew": "Ends with",
    "ct": "Contains",
    "nsw": "Not starts with",
    "new": "Not ends with",
    "nct": "Not contains",
    "in": "One of",
    "not_in": "Not one of",
    "rel_o_m": "Relation",
    "nrel_o_m": "No relation",
}


def _told(parts: Parts, keys: Sequence[str] | None) -> dict[str, Any]:
    """The parts that were asked for; all when nothing was said."""
    return {name: part() for name, part in parts.items() if not keys or name in keys}


def about_list(screen: Any, shape: Shape, names: list[str], keys: Sequence[str] | None) -> dict[str, Any]:
    """Headings and orders of a list."""
    parts: Parts = {
        "label_columns": lambda: {name: name_of(name) for name in names},
        "list_columns": lambda: names,
        "description_columns": lambda: _descriptions(shape, names),
        "order_columns": lambda: [name for name in orders_of(shape) if name in names],
        "list_title": lambda: screen.title,
    }
    return _told(parts, keys)


def about_row(screen: Any, shape: Shape, names: list[str], keys: Sequence[str] | None) -> dict[str, Any]:
    """Headings of a row."""
    parts: Parts = {
        "label_columns": lambda: {name: name_of(name) for name in names},
        "show_columns": lambda: names,
        "description_columns": lambda: _descriptions(shape, names),
        "show_title": lambda: screen.title,
    }
    return _told(parts, keys)


def about_resource(screen: Any, shape: Shape, keys: Sequence[str] | None) -> dict[str, Any]:
    """What the reader may do, with which columns and filters."""
    parts: Parts = {
        "permissions": lambda: [name for name in _permissions(screen) if is_granted(name, screen.table)],
        "add_columns": lambda: _fields(shape, adding=True),
        "edit_columns": lambda: _fields(shape, adding=False),
        "filters": lambda: {
            name: told for name, column in shape.columns.items() if (told := _filters(column))
        },
        "add_title": lambda: f"Add: {screen.title}",
        "edit_title": lambda: f"Edit: {screen.title}",
    }
    return _told(parts, keys)


def _permissions(screen: Any) -> list[str]:
    own = ["can_get", "can_info", "can_lookup", "can_post", "can_put", "can_delete", "can_export"]
    return own + [f"can_{name}" for name in screen.verbs]


def _descriptions(shape: Shape, names: list[str]) -> dict[str, str]:
    return {
        name: shape.columns[name].doc or ""
        for name in names
        if name in shape.columns and shape.columns[name].doc
    }


def _filters(column: sa.Column[Any]) -> list[dict[str, str]]:
    return [{"name": _OPERATORS[name], "operator": name} for name in operators_of(column)]


def _fields(shape: Shape, *, adding: bool) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": name_of(name),
            "description": column.doc or "",
            "type": type(column.type).__name__,
            "required": adding and is_required(column),
            "unique": bool(column.unique),
            "schema": schema_of(column, writing=True),
        }
        for name, column in shape.writable.items()
    ]
