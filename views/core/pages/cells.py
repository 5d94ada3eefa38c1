"""A row's columns as people read them, with a link where there is a page to go to."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa
from flask import url_for
from markupsafe import Markup

from ..access.person import is_granted
from ..shown import shown
from ..values import kind_of
from .addresses import RowAddress

if TYPE_CHECKING:
    from ..screen import Screen

Format = Callable[[Any], str]
Drawing = Callable[[Any], Markup]


class Cell(NamedTuple):
    """A column's name, its heading, the text, where it leads, how it is set (number, prose, status), its drawing."""

    column: str
    heading: str
    text: str
    href: str = ""
    manner: str = ""
    mark: Markup = Markup()

    def __html__(self) -> Markup:
        """What stands in the cell, escaped."""
        return Markup(self.inner)  # noqa: S704

    @property
    def inner(self) -> str:
        """The same as a plain text, which costs less for the many cells of a grid."""
        text = f"{self.mark}{escape(self.text)}"
        if self.href:
            return f'<a href="{escape(self.href)}">{text}</a>'
        if self.manner == "state" and text:
            return f'<span class="state state-{text.lower().replace(" ", "-")}">{text}</span>'
        return text


Painter = Callable[[Any], Cell]


def cells(screen: type[Screen], row: Any, columns: list[str]) -> list[Cell]:
    """The cells of `row`."""
    return Cells(screen, columns).of(row)


class Cells:
    """The cells of many rows: what is the same for all of them is found once.

    With `lead` the first cell of a row leads to its own page.
    """

    def __init__(self, screen: type[Screen], columns: list[str], *, lead: bool = False) -> None:
        self._painters = [_painter(screen, name) for name in columns]
        leads = lead and is_granted("can_show", screen.table)
        self._page = RowAddress(f"{screen.__name__}.show") if leads else None

    def of(self, row: Any) -> list[Cell]:
        """The cells of `row`, in the order of the columns."""
        made = [paint(row) for paint in self._painters]
        if self._page and made:
            first = made[0]
            made[0] = first._replace(text=first.text or "(empty)", href=self._page(row.id))
        return made


def drawn(cells: list[Cell]) -> Markup:
    """The table cells of a row. Drawn here, since a template would escape every name of a column for every row."""
    frames = (f"{_opened(each.manner, each.column, each.heading)}{each.inner}</td>" for each in cells)
    return Markup("".join(frames))  # noqa: S704


@lru_cache(maxsize=1000)
def _opened(manner: str, column: str, heading: str) -> str:
    return f'<td class="cell-{manner} of-{column}" data-heading="{escape(heading)}">'


def row_url(screen: type[Screen], row: Any) -> str:
    """The address of the page that shows `row`."""
    return page_url(screen, row.id)


def page_url(screen: type[Screen], identity: str) -> str:
    """The address of the page that shows the row `identity`."""
    return url_for(f"{screen.__name__}.show", pk=identity)


def _painter(screen: type[Screen], name: str) -> Painter:
    """How the column `name` of a row becomes a cell."""
    paint, draw = _text_painter(screen, name), screen.marks.get(name)
    if draw is None:
        return paint
    return lambda row: _marked(paint(row), draw(row))


def _marked(cell: Cell, mark: Markup) -> Cell:
    return cell._replace(mark=mark) if mark else cell


def _text_painter(screen: type[Screen], name: str) -> Painter:
    heading, column = screen.heading(name), screen.model.__table__.c.get(name)
    if name in screen.formats:
        form, link = screen.formats[name], screen.links.get(name, _nowhere)
        return lambda row: Cell(name, heading, form(row), link(row), "prose")
    if column is None:
        address = _address_of(screen, name)
        return lambda row: _related_cell(name, heading, getattr(row, name), address)
    manner, unit = "state" if "initial" in column.info else kind_of(column), column.info.get("unit", "")
    return lambda row: Cell(name, heading, shown(getattr(row, name), unit), manner=manner)


def _nowhere(_row: Any) -> str:
    return ""


def _related_cell(name: str, heading: str, value: Any, address: RowAddress | None) -> Cell:
    if isinstance(value, Decimal):  # what the row reckons itself, such as what is available
        return Cell(name, heading, shown(value), manner="exact")
    href = address(value.id) if address and value is not None else ""
    return Cell(name, heading, shown(value), href)


def _address_of(screen: type[Screen], name: str) -> RowAddress | None:
    """The pages of the rows that the many-to-one `name` leads to, if the person at the door may see them."""
    from ..screen import screen_of

    relation = sa.inspect(screen.model).relationships.get(name)
    target = None if relation is None or relation.uselist else screen_of(relation.mapper.class_)
    if target is None or not is_granted("can_show", target.table):
        return None
    return RowAddress(f"{target.__name__}.show")
