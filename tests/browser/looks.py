"""What is wrong with the page before one, on a desk and on a phone, in the light and in the dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from .axe import violations, violations_of_colour

DESK: Any = {"width": 1440, "height": 900}
PHONE: Any = {"width": 390, "height": 844}
LIGHT, DARK = "light", "dark"
LOOKS = ((LIGHT, DESK), (LIGHT, PHONE), (DARK, PHONE), (DARK, DESK))
"""Every look, in an order in which each differs from the one before by one thing."""
SIZES = ((LIGHT, DESK), (DARK, PHONE))
"""Both sizes and both themes, of which no theme is wider than the other."""

_DRAWN = """() => {
  scrollTo(0, 0);
  return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())));
}"""
"""Seen from the top, since axe takes what a bar covers for a smaller target."""
_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def faults_of(page: Page, besides: Callable[[Page], list[str]] = lambda _: []) -> list[str]:
    """What sticks out sideways, and what axe and `besides` find in every look; as it was afterwards.

    In the dark axe reads only colours anew: markup and sizes are those of the light.
    """
    found = []
    for theme, size in LOOKS:
        read = violations if theme == LIGHT else violations_of_colour
        look_at(page, theme, size)
        found += _told(theme, size, besides(page) + _too_wide(page, theme, size) + read(page))
    look_at(page, LIGHT, DESK)
    return found


def too_wide(page: Page) -> list[str]:
    """Where it sticks out sideways at both sizes, beginning with the present one; it is left in the other."""
    looks = SIZES if page.viewport_size == DESK else SIZES[::-1]
    return [fault for theme, size in looks for fault in _told(theme, size, _too_wide(page, theme, size))]


def _told(theme: str, size: Any, faults: list[str]) -> list[str]:
    return [f"{fault} ({theme}, {size['width']} px)" for fault in faults]


def _too_wide(page: Page, theme: Any, size: Any) -> list[str]:
    look_at(page, theme, size)
    return ["it sticks out sideways"] if page.evaluate(_TOO_WIDE) else []


def look_at(page: Page, theme: Any, size: Any) -> None:
    """Draw the page in a theme, which it takes from the system as nobody has chosen one, and at a size."""
    page.emulate_media(color_scheme=theme)
    if page.viewport_size != size:
        page.set_viewport_size(size)
    page.evaluate(_DRAWN)
