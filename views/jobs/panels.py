"""Panels of a job's page: what other areas show there of a job, each with its way among the tabs.

    @job_panel("Costs", template="costing/_job.html", position=40)
    def costs(job: Job) -> Costs | None:
        "What the job costs, for whom it is meant."

The function answers what its template reads as `panel.shown`, or None when there is nothing to see or the person at
the door may not see it: then neither the panel nor its tab is in the page. A panel costs at most `MOST_STATEMENTS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from models.jobs import Job

from ..core.pages.show_page import Tab

MOST_STATEMENTS: Final = 4
"""What a panel may ask of the database, so that the page stays quick."""

Shown = Callable[[Job], Any]


@dataclass(frozen=True)
class Panel:
    """A section of the page: its id, its title, the template of its body and what that shows."""

    anchor: str
    title: str
    template: str
    shown: Any


@dataclass(frozen=True)
class _Declared:
    title: str
    template: str
    position: int
    shown: Shown


_PANELS: list[_Declared] = []


def job_panel(title: str, *, template: str, position: int) -> Callable[[Shown], Shown]:
    """Show `template` on every job's page, between items and messages, in the order of `position`."""

    def register(shown: Shown) -> Shown:
        _PANELS.append(_Declared(title, template, position, shown))
        _PANELS.sort(key=lambda each: (each.position, each.title))
        return shown

    return register


def panels_of(job: Job) -> list[Panel]:
    """The panels that the person at the door sees of `job`."""
    found = [(each, each.shown(job)) for each in _PANELS]
    return [
        Panel(each.title.lower().replace(" ", "-"), each.title, each.template, shown)
        for each, shown in found
        if shown is not None
    ]


def tabs_of(panels: list[Panel]) -> list[Tab]:
    """The ways to the panels."""
    return [Tab(each.anchor, each.title) for each in panels]
