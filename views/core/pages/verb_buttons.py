"""The verbs of a row as its page lays them out: one that moves it on, the others, and the locked ones with why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.core.workflow import Verb

from .deeds import spoken_by_reader

if TYPE_CHECKING:
    from ..screen import Screen


@dataclass(frozen=True)
class VerbButton:
    """A verb as the page shows it: legal, or locked with the sentence why."""

    name: str
    title: str
    summary: str
    must_ask: bool
    asks: bool
    moves: bool
    why_not: str
    waits: bool
    """Whether its turn has come and something else than the row's state speaks against it."""


@dataclass(frozen=True)
class VerbButtons:
    """The verbs of a row as its page lays them out: what moves it on, what else is possible, what is not and why.

    `next_one` is the locked verb whose turn has come: it is shown with its reason beside the buttons.
    """

    primary: VerbButton | None
    others: list[VerbButton]
    next_one: VerbButton | None
    locked: list[VerbButton]


def verb_buttons(screen: type[Screen], row: Any) -> VerbButtons:
    """The verbs that the person at the door may speak to `row`, laid out for its page."""
    buttons = [_button(verb, row, screen.own_pages) for verb in spoken_by_reader(screen)]
    legal = [button for button in buttons if not button.why_not]
    locked = [button for button in buttons if button.why_not]
    next_one = next((button for button in locked if button.moves and button.waits), None)
    moving = (button for button in legal if button.moves and not button.must_ask)
    leading = (button for name in screen.foremost for button in legal if button.name == name)
    primary = None if next_one else next(leading, None) or next(moving, None)
    return VerbButtons(
        primary, [b for b in legal if b is not primary], next_one, [b for b in locked if b is not next_one]
    )


def _button(verb: Verb, row: Any, own_pages: Collection[str]) -> VerbButton:
    asks, moves = bool(verb.arguments.model_fields), verb.target is not None
    must_ask = verb.must_ask or verb.name in own_pages
    why_not = verb.why_not(row)
    waits = bool(why_not) and verb.is_admitted_by_state(row)
    return VerbButton(verb.name, verb.title, verb.summary, must_ask, asks, moves, why_not, waits)
