"""Papers in the shop's name and accent. Their facts are read at once, and set later, outside of any transaction."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from .look import look
from .typesetting import typeset

_LONGEST_WORD: Final = 24
_TOO_LONG: Final = re.compile(rf"\S{{{_LONGEST_WORD}}}(?=\S)")
_MAY_BREAK: Final = "\u200b"
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")

PaperOf = Callable[[], bytes]
"""Sets a paper as PDF; takes a tenth of a second, and needs no database."""


Drawing = bytes | Callable[[], bytes]
"""A picture, or what draws it once the paper is set: most papers that are told of never are."""


def press_of(
    template: Path, facts: Mapping[str, Any], at: dt.datetime, pictures: Mapping[str, Drawing] | None = None
) -> PaperOf:
    """What sets the Typst `template` with these `facts` and `pictures`, dated `at`."""
    shown = look()
    told = {"shop": shown.name, "accent": shown.accent, **facts}

    def press() -> bytes:
        drawn = {name: each() if callable(each) else each for name, each in (pictures or {}).items()}
        return typeset(template, told, at=at, pictures=drawn)

    return press


def breakable(typed: str) -> str:
    """What somebody typed, with places at which a word may break that is longer than a column.

    Marks that turn the direction of writing are left out: they would turn what follows on the line, its number too.
    """
    return _TOO_LONG.sub(lambda found: found[0] + _MAY_BREAK, _TURNING.sub("", typed))
