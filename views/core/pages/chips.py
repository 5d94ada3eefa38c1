"""What narrows a grid, in words: a chip for each filter of its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import sqlalchemy as sa

from ..shown import shown
from ..values import kind_of, read
from .lookup import find

if TYPE_CHECKING:
    from .grid import Condition, Grid

_WORDS: Final = {
    "sw": "starts with", "ew": "ends with", "ct": "contains", "eq": "is",
    "nsw": "does not start with", "new": "does not end with", "nct": "does not contain", "neq": "is not",
    "gt": "above", "lt": "below", "rel_o_m": "is", "nrel_o_m": "is not",
}  # fmt: skip
_IN_TIME: Final = {"gt": "after", "lt": "before"}


class Chip(NamedTuple):
    """Such as “Due before” and “Wed 2 Dec 2026”, with the argument of the address that says so."""

    words: str
    value: str
    argument: str


def chips_of(grid: Grid) -> list[Chip]:
    """A chip for each filter of `grid`, in the order of the address."""
    chosen = chosen_labels(grid)
    return [_chip(grid, each, chosen.get(each.argument)) for each in grid.filters]


def chosen_labels(grid: Grid) -> dict[str, str]:
    """The label of each row that a filter of the grid names, by the filter's argument."""
    labels = {}
    for each in grid.filters:
        relation = sa.inspect(grid.screen.model).relationships.get(each.column)
        if relation is not None:
            row = find(relation.mapper.class_, each.value, archived=True)
            labels[each.argument] = str(row) if row is not None else "a row that you cannot look up"
    return labels


def _chip(grid: Grid, condition: Condition, chosen: str | None) -> Chip:
    column = grid.screen.model.__table__.c.get(condition.column)
    in_time = column is not None and kind_of(column) in ("date", "moment")
    words = _IN_TIME.get(condition.operation) if in_time else None
    said = f"{grid.screen.heading(condition.column)} {words or _WORDS[condition.operation]}"
    return Chip(said, chosen or _value(column, condition.value), condition.argument)


def _value(column: sa.Column[Any] | None, typed: str) -> str:
    """The typed value as the grid shows it; as it stands when it is a part of a text."""
    if column is None or kind_of(column) in ("text", "prose"):
        return typed
    try:
        return shown(read(column, typed), column.info.get("unit", ""))
    except ValueError:
        return typed
