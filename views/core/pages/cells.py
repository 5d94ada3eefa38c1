"""A row's columns as people read them, with a link where there is a page to go to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import url_for

from ..access.person import is_granted
from ..shown import shown
from ..values import kind_of

if TYPE_CHECKING:
    from ..screen import Screen

Format = Callable[[Any], str]


@dataclass(frozen=True)
class Cell:
    """A column's name, its heading, the text, where it leads, and how it is set (number, prose, status)."""

    column: str
    heading: str
    text: str
    href: str = ""
    manner: str = ""


def cells(screen: type[Screen], row: Any, columns: list[str], *, lead: bool = False) -> list[Cell]:
    """The cells of `row`; with `lead` the first one leads to the row's own page."""
    made = [_cell(screen, row, name) for name in columns]
    if lead and made and is_granted("can_show", screen.table):
        first = made[0]
        text = first.text or "(empty)"
        made[0] = Cell(first.column, first.heading, text, row_url(screen, row), first.manner)
    return made


def row_url(screen: type[Screen], row: Any) -> str:
    """The address of the page that shows `row`."""
    return page_url(screen, row.id)


def page_url(screen: type[Screen], identity: str) -> str:
    """The address of the page that shows the row `identity`."""
    return url_for(f"{screen.__name__}.show", pk=identity)


def _cell(screen: type[Screen], row: Any, name: str) -> Cell:
    heading = screen.heading(name)
    if name in screen.formats:
        href = screen.links[name](row) if name in screen.links else ""
        return Cell(name, heading, screen.formats[name](row), href, "prose")
    value = getattr(row, name)
    column = screen.model.__table__.c.get(name)
    if column is None:
        return Cell(name, heading, shown(value), _link(screen, name, value))
    kind = kind_of(column)
    manner = "state" if "initial" in column.info else kind
    return Cell(name, heading, shown(value, column.info.get("unit", "")), manner=manner)


def _link(screen: type[Screen], name: str, value: Any) -> str:
    from ..screen import screen_of

    relation = sa.inspect(screen.model).relationships.get(name)
    if relation is None or relation.uselist or value is None:
        return ""
    target = screen_of(relation.mapper.class_)
    return row_url(target, value) if target and is_granted("can_show", target.table) else ""
