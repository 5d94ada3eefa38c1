"""The way to everything else: the areas of the shop, and in each what the person at the door may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, request

from ..screen import SCREENS

_OTHERS = {"Mailbox": "inbox", "Import": "upload", "Raw tables": "database", "Mail and jobs": "list"}


@dataclass(frozen=True)
class Entry:
    """One page of the menu; a `detail` is a part of another entry's rows and stands behind “More”."""

    label: str
    url: str
    icon: str
    detail: bool

    @property
    def is_here(self) -> bool:
        """Whether the page asked for is this one or below it."""
        base = self.url.removesuffix("list/")
        return request.path.startswith(base)


@dataclass(frozen=True)
class Area:
    """A group of the menu."""

    label: str
    entries: list[Entry]
    details: list[Entry]

    @property
    def is_open(self) -> bool:
        """Whether the page asked for is one of its details."""
        return any(entry.is_here for entry in self.details)


def areas() -> list[Area]:
    """What the person at the door may open, in the order of the menu."""
    menu = current_app.extensions["appbuilder"].menu.get_data()
    made = [_area(item["label"], item["childs"]) for item in menu if item.get("childs")]
    return [area for area in made if area.entries or area.details]


def _area(label: str, items: list[Any]) -> Area:
    entries = [_entry(item["name"], item["url"]) for item in items if item != "-"]
    return Area(label, [e for e in entries if not e.detail], [e for e in entries if e.detail])


def _entry(name: str, url: str) -> Entry:
    screen = next((each for each in SCREENS if each.title == name), None)
    if screen is None:
        return Entry(name, url, _OTHERS.get(name, "list"), False)
    return Entry(name, url, screen.icon, screen.detail)
