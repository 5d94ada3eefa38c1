"""An entry of a job's timeline, whatever it tells of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from models.core.dates import full_moment


@dataclass(frozen=True)
class Entry:
    """Something that happened: when, its icon, what and by whom, what was said or changed, and where it leads."""

    at: dt.datetime
    icon: str
    what: str
    who: str = ""
    lines: list[str] = field(default_factory=list)
    href: str = ""
    is_bad: bool = False

    @property
    def when(self) -> str:
        """Such as “2 Dec 2026, 17:05”."""
        return full_moment(self.at)


@dataclass(frozen=True)
class Source:
    """The newest entries of one kind, newest first, and whether older ones were left out."""

    entries: list[Entry]
    is_cut: bool = False
