"""What can be done with a row of the desk, as far as the person at the door may do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from ..access.person import is_granted
from ..pages.cells import row_url


@dataclass(frozen=True, slots=True)
class Action:
    """A link, or a button that speaks a verb: what it says, whom it concerns, and where it leads."""

    title: str
    subject: str
    href: str
    is_spoken: bool = False
    """Whether pressing it does it at once; a link leads to where it is done or asked for."""


def page_of(row: Any) -> str:
    """The address of the row's own page; "" when the person at the door may not see it."""
    from ..screen import screen_of

    screen = screen_of(type(row))
    return row_url(screen, row) if screen is not None and is_granted("can_show", screen.table) else ""


def opening(row: Any, title: str = "Open") -> Action | None:
    """A link to the row's own page."""
    page = page_of(row)
    return Action(title, str(row), page) if page else None


def speaking(row: Any, verb: str, *, title: str = "", subject: str = "") -> Action | None:
    """The verb named `verb` as a button, or as a link when it asks first; None where it cannot be spoken now.

    `title` and `subject` replace the verb's own words and the row's. A question leads back to this page. Only the
    row's state is looked at: what `unless` says may cost a statement for each row, and is said when it is spoken.
    """
    from ..screen import screen_of

    screen = screen_of(type(row))
    declared = screen.verbs.get(verb) if screen is not None else None
    if screen is None or declared is None or not is_granted(f"can_{verb}", screen.table):
        return None
    if declared.column is not None and getattr(row, declared.column) not in declared.sources:
        return None
    way_back: dict[str, Any] = {"back": request.path} if declared.must_ask else {}
    address = url_for(f"{screen.__name__}.speak", pk=row.id, verb=verb, **way_back)
    return Action(title or declared.title, subject or str(row), address, not declared.must_ask)
