"""The rows of a grid: what stands in their cells, and what may be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .cells import Cell, Cells
from .deeds import Deeds, DeedsOfRows

if TYPE_CHECKING:
    from ..screen import Screen


class RowsOfGrid:
    """The rows of a grid with `columns` for the person at the door, whom their deeds lead `back`."""

    def __init__(self, screen: type[Screen], columns: list[str], back: str) -> None:
        self._screen = screen
        self._cells = Cells(screen, columns, lead=True)
        self._deeds = DeedsOfRows(screen, back, editing=True, ticking=True)
        self.ticking = self._deeds.ticking

    def of(self, rows: Sequence[Any]) -> list[tuple[Any, list[Cell], Deeds]]:
        """Each row with its cells and what may be done with it."""
        self._screen.read_beside(rows)
        return [(row, self._cells.of(row), self._deeds.of(row)) for row in rows]
