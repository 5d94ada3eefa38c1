"""The decorations that a line tells of: how, where, how large."""

from __future__ import annotations

from typing import Any, Final

from ...jobs import JobItemDecoration
from ..book import same
from ..declared.jobs import DECORATIONS
from ..reading import Line, Values

Prints = dict[tuple[Any, str], Values]
"""The columns of decorations by method and location: by these one is known again."""

_COLUMNS: Final = ("decoration_method", "location", "width", "height", "colors", "screens", "stitches")

_MADELESS: Final = (
    "The line tells of a print, but not how it is made: map a column to Decoration{}, or say what an empty one "
    "means."
)


def prints_of(line: Line, method: Any) -> Prints:
    """The prints of `line`; one that names no method is made by `method`. ValueError when that is None."""
    found: Prints = {}
    for after in DECORATIONS:
        values = {name: line.values[name + after] for name in _COLUMNS if name + after in line.values}
        if not values:
            continue
        values.setdefault("decoration_method", method)
        if values["decoration_method"] is None:
            raise ValueError(_MADELESS.format(after.replace("_", " ")))
        if key_of(values) in found:
            raise ValueError(f"The line tells twice of the same print: {JobItemDecoration(**values)}.")
        found[key_of(values)] = values
    return found


def key_of(values: Values) -> tuple[Any, str]:
    """By what a decoration is known among those of its item."""
    return values["decoration_method"], same(values.get("location") or "")
