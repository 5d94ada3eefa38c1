"""How many rows each tab above a grid has: one statement for all tabs, and none is counted beyond a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

import sqlalchemy as sa
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from models.core.base import db
from models.grid_views import MOST_OF_ONE, GridView

from .grid import Grid

if TYPE_CHECKING:
    from ..screen import Screen

MOST_ROWS: Final = 999
"""More are told as “999+”."""

MOST_TABS: Final = 2 * MOST_OF_ONE
"""One's own views, and as many that others share; tabs beyond them have no number."""


def counts_of(screen: type[Screen], views: list[GridView]) -> dict[str, str]:
    """How many rows each view has for the person at the door, as people read it, by its query; "" is the whole grid.

    A view of what the reader may not see, or of what is no more, has none.
    """
    queries = dict.fromkeys(["", *(view.query for view in views[:MOST_TABS])])
    grids = {query: grid for query in queries if (grid := _grid(screen, query)) is not None}
    numbers = [grid.counted_up_to(MOST_ROWS + 1) for grid in grids.values()]
    found = db.session.execute(sa.select(*numbers)).one()
    return {
        query: f"{number:,}" if number <= MOST_ROWS else f"{MOST_ROWS}+"
        for query, number in zip(grids, found, strict=True)
    }


def _grid(screen: type[Screen], query: str) -> Grid | None:
    try:
        return Grid(screen, MultiDict(parse_qsl(query)))
    except HTTPException:
        return None
