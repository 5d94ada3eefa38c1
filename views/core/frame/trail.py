"""Where a page stands: its area, its list, the row, and what is done there.

The trail in the top bar and the title of the window are both told from this. The area and the list are found by the
address; a template names what follows in `way`, and in `within` the address of the list as its reader left it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for

from ..access.person import is_granted
from .navigation import standing

if TYPE_CHECKING:
    from ..screen import Screen


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: what it is called, and its page if it has one that the reader may open."""

    label: str
    href: str = ""
    is_area: bool = False


HOME = Step("Home", "/")


def trail(way: Iterable[Step | str] = (), within: str = "") -> list[Step]:
    """The steps that lead to the page asked for; the last is the page itself."""
    further = [step if isinstance(step, Step) else Step(str(step)) for step in way]
    place = standing()
    if place is None:
        return further
    area, entry = place
    return [Step(area.label, is_area=True), Step(entry.label, within or entry.url), *further]


def row_step(screen: type[Screen], row: Any) -> Step:
    """The step of a row. `row` is a sentence where the reader may not open its page."""
    identity = getattr(row, "id", None)
    is_open = identity is not None and is_granted("can_show", screen.table)
    return Step(str(row), url_for(f"{screen.__name__}.show", pk=identity) if is_open else "")


def window_title(steps: Iterable[Step], shop: str) -> str:
    """Such as “J-1001 Staff tees · Jobs · 687 Merch”: what is nearest comes first."""
    labels = [step.label for step in steps if not step.is_area]
    return " · ".join([*reversed(labels), shop])
