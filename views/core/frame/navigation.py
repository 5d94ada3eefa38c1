"""The way to everything else: the areas of the shop, and in each what the person at the door may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from flask import current_app, request
from markupsafe import Markup

from ..screen import SCREENS
from .per_reader import per_reader

_OTHERS: Final = {
    "Calendar": "calendar",
    "Capacity": "chart-bar",
    "Dashboards": "chart-bar",
    "Reorder": "refresh",
    "Reports": "report",
    "Mailbox": "inbox",
    "Import": "upload",
    "Users": "user",
    "Roles": "key",
    "Raw tables": "database",
}
"""The icons of entries that are no screen of ours."""


@dataclass(frozen=True)
class Entry:
    """One page of the menu; a `detail` is a part of another entry's rows and stands behind “More”."""

    label: str
    url: str
    icon: str
    detail: bool

    def leads_to(self, path: str) -> bool:
        """Whether the page at `path` is this one or below it."""
        return path.startswith(self.url.removesuffix("list/"))


@dataclass(frozen=True)
class Area:
    """A group of the menu."""

    label: str
    entries: list[Entry]
    details: list[Entry]


def areas() -> list[Area]:
    """What the person at the door may open, in the order of the menu."""
    return per_reader("areas", _areas)


def standing() -> tuple[Area, Entry] | None:
    """The area and the entry below which the page asked for stands, itself if it is one; None when none leads there."""
    path = request.path
    places = [(area, entry) for area in areas() for entry in (*area.entries, *area.details)]
    above = (place for place in places if place[1].leads_to(path))
    return next((place for place in places if place[1].url == path), next(above, None))


def sidebar() -> Markup:
    """The areas, with the entry marked that leads to the page asked for.

    It is drawn once for the holders of some roles at each entry, since every page has it.
    """
    known, path, place = areas(), request.path, standing()
    here = place[1] if place else None

    def drawn() -> Markup:
        template = current_app.jinja_env.get_template("appbuilder/areas.html")
        return Markup(template.render(areas=known, here=here, is_home=path == "/"))  # noqa: S704

    return per_reader("sidebar", drawn, here.url if here else path == "/")


def _areas() -> list[Area]:
    menu = current_app.extensions["appbuilder"].menu.get_data()
    found = [_area(item["label"], item["childs"]) for item in menu if item.get("childs")]
    return [area for area in found if area.entries or area.details]


def _area(label: str, items: list[Any]) -> Area:
    entries = [_entry(item["name"], item["url"]) for item in items if item != "-"]
    return Area(label, [e for e in entries if not e.detail], [e for e in entries if e.detail])


def _entry(name: str, url: str) -> Entry:
    screen = next((each for each in SCREENS if each.title == name), None)
    if screen is None:
        return Entry(name, url, _OTHERS.get(name, "list"), False)
    return Entry(name, url, screen.icon, screen.detail)
