"""How a field is drawn: how wide in the six columns of a form, and by which input of the browser."""

from __future__ import annotations

import datetime as dt
from typing import Final

_NARROW: Final = frozenset({"exact", "whole", "date", "moment", "choice"})
_SHORT_WORD: Final = 40
_SHORT_LINE: Final = 80
_PICKERS: Final = {"date": "date", "moment": "datetime-local"}
_LENGTHS: Final = {"date": (10,), "moment": (16, 19)}


class Drawn:
    """What a template asks of every field besides its name: forms of rows and of verbs answer alike."""

    kind: str
    """Choice, switch, prose, text, colour, date, moment, exact, whole or lookup."""

    @property
    def text(self) -> str:
        """What the input shows."""
        raise NotImplementedError

    @property
    def longest(self) -> int | None:
        """The most characters that fit; None when that is no question."""
        return None

    @property
    def width(self) -> int:
        """How many of the six columns it takes: 2 for numbers, days and choices, 6 for prose and long lines."""
        if self.kind in _NARROW:
            return 2
        if self.kind in ("lookup", "switch", "colour"):
            return 3
        longest = self.longest if self.kind == "text" else None
        if longest is None or longest > _SHORT_LINE:
            return 6
        return 2 if longest <= _SHORT_WORD else 3

    @property
    def input_type(self) -> str:
        """The `type` of its input. A picker would drop a text that is no day or moment, so that one stays text."""
        picker = _PICKERS.get(self.kind)
        return picker if picker and (not self.text or self._fits_picker()) else "text"

    def _fits_picker(self) -> bool:
        try:
            dt.datetime.fromisoformat(self.text)
        except ValueError:
            return False
        return len(self.text) in _LENGTHS[self.kind]
