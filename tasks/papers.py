"""Papers in the shop's name and accent. Their facts are read at once, and set later, outside of any transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from .look import look
from .typesetting import typeset

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
