"""Which alerts an address asks for: `state`, `type`, `severity`, `mine` and `page`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from flask import abort

from models.alerts import AlertSeverity, AlertStatus, AlertType
from models.alerts.reading import Wanted

S = AlertStatus

STATES: Final = {
    "open": ("Open", S.OPEN),
    "snoozed": ("Put off", S.SNOOZED),
    "resolved": ("Resolved", S.RESOLVED),
}
"""What each state is called in an address, and on its tab."""

NOTHING: Final = {
    "open": (
        "Nothing needs attention",
        "What goes beyond its limits stands here, with the button that deals with it.",
    ),
    "snoozed": ("Nothing is put off", "An alert that is put off waits here until its day."),
    "resolved": ("Nothing was resolved yet", "What was resolved, or is over by itself, stands here."),
}
"""What a tab without alerts says."""

_MOST_PAGES: Final = 10_000


@dataclass(frozen=True)
class Asked:
    """What was asked for, as the address spells it."""

    state: str = "open"
    type: str = ""
    severity: str = ""
    mine: bool = False
    page: int = 0

    @property
    def filters(self) -> int:
        """How many filters narrow the list."""
        return bool(self.type) + bool(self.severity) + self.mine

    def wanted(self, user_id: int) -> Wanted:
        """The same for the database, asked by the user `user_id`."""
        return Wanted(
            (STATES[self.state][1],),
            AlertType[self.type] if self.type else None,
            AlertSeverity[self.severity] if self.severity else None,
            user_id if self.mine else None,
        )

    def at(self, page: int) -> str:
        """The address of another page of the same."""
        return _address(replace(self, page=page))


@dataclass(frozen=True)
class StateTab:
    """A tab: its words, its address, how many alerts stand there, and whether it is this one."""

    title: str
    href: str
    count: int
    is_here: bool


def asked_for(arguments: Mapping[str, Any]) -> Asked:
    """What the arguments of an address ask for; 400 with a sentence for what cannot be asked."""
    page = str(arguments.get("page", "0"))
    if not (page.isascii() and page.isdigit() and len(page) < 10 and int(page) < _MOST_PAGES):
        abort(400, f"“{page[:40]}” is not a number of a page.")
    return Asked(
        _one_of(STATES, arguments.get("state") or "open", "state"),
        _one_of(AlertType.__members__, arguments.get("type", ""), "type"),
        _one_of(AlertSeverity.__members__, arguments.get("severity", ""), "severity"),
        arguments.get("mine") == "1",
        int(page),
    )


def _one_of(known: Mapping[str, Any], value: str, name: str) -> str:
    if value and value not in known:
        abort(400, f"“{value[:40]}” is not a {name} of alerts: choose one of {', '.join(known)}.")
    return value


def tabs(asked: Asked, counts: Mapping[AlertStatus, int]) -> list[StateTab]:
    """The tabs of the list. The filters go with the reader from one to the next."""
    return [
        StateTab(
            title, _address(replace(asked, state=name, page=0)), counts.get(state, 0), name == asked.state
        )
        for name, (title, state) in STATES.items()
    ]


def _address(asked: Asked) -> str:
    told = {"state": asked.state, "type": asked.type, "severity": asked.severity}
    told |= {"mine": "1" if asked.mine else "", "page": str(asked.page or "")}
    return f"/alerts/?{urlencode({name: value for name, value in told.items() if value})}"
