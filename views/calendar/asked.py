"""What a calendar's address asks for: the day, the view, the lanes, and what is filtered out."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from models.core.dates import iso_day

from .composed import LANES

VIEWS: Final = ("month", "week", "day")
LANE_NAMES: Final = {"employees": "People", "machines": "Machines", "stages": "Stages"}
YEARS: Final = range(1990, 2200)
"""Whose days the calendar shows."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One look at the calendar. What an address says wrongly is as if it said nothing."""

    day: dt.date
    view: str = "week"
    lanes: str = "employees"
    kept: tuple[tuple[str, str], ...] = ()
    """The filters, which the browser applies; they go with every link."""

    @property
    def start(self) -> dt.date:
        """The first day that is shown."""
        if self.view == "month":
            return self.day.replace(day=1)
        return self.day - dt.timedelta(days=self.day.weekday()) if self.view == "week" else self.day

    @property
    def end(self) -> dt.date:
        """The last day that is shown."""
        if self.view == "month":
            return self.day.replace(day=calendar.monthrange(self.day.year, self.day.month)[1])
        return self.start + dt.timedelta(days=6) if self.view == "week" else self.day

    @property
    def before(self) -> Asked:
        """One view earlier."""
        return replace(self, day=self.start - dt.timedelta(days=1)) if self.view != "week" else self._by(-7)

    @property
    def after(self) -> Asked:
        """One view later."""
        return replace(self, day=self.end + dt.timedelta(days=1)) if self.view != "week" else self._by(7)

    def _by(self, days: int) -> Asked:
        return replace(self, day=self.day + dt.timedelta(days=days))

    def at(self, day: dt.date) -> Asked:
        """The same look at another day."""
        return replace(self, day=day)

    def as_(self, view: str) -> Asked:
        """The same day in another view."""
        return replace(self, view=view)

    def by(self, lanes: str) -> Asked:
        """The same with other lanes."""
        return replace(self, lanes=lanes)

    @property
    def query(self) -> str:
        """The address's query, from which the same is read again."""
        return urlencode(
            {"date": self.day.isoformat(), "view": self.view, "lanes": self.lanes, **dict(self.kept)}
        )

    def title(self, today: dt.date) -> str:
        """Such as “23 – 29 November”, with the year when it is not this one."""
        year = "" if self.start.year == self.end.year == today.year else f" {self.end.year}"
        if self.view == "day":
            return f"{self.day:%A} {self.day.day} {self.day:%B}{year}"
        if self.view == "month":
            return f"{self.day:%B %Y}"
        month = "" if self.start.month == self.end.month else f" {self.start:%B}"
        return f"{self.start.day}{month} – {self.end.day} {self.end:%B}{year}"


def asked(told: Mapping[str, str], opens_on: Callable[[], dt.date]) -> Asked:
    """What the address asks for; one that names no day asks for the one on which the calendar opens."""
    view, lanes = told.get("view", ""), told.get("lanes", "")
    kept = tuple((name, told[name][:200]) for name in ("stage", "q", "only") if told.get(name))
    return Asked(
        _day(told.get("date", "")) or opens_on(),
        view if view in VIEWS else VIEWS[1],
        lanes if lanes in LANES else LANES[0],
        kept,
    )


def _day(text: str) -> dt.date | None:
    try:
        day = iso_day(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None
