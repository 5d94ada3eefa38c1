"""What is wrong with the page before one, on a desk and on a phone, in the light and in the dark."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from .axe import violations

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


def faults_of(page: Page, *, read: bool = True) -> list[str]:
    """What sticks out sideways, and when it is to be `read`, what axe finds in every look; as it was afterwards."""
    found = []
    for theme, size in LOOKS if read else SIZES:
        look_at(page, theme, size)
        faults = ["it sticks out sideways"] if page.evaluate(_TOO_WIDE) else []
        faults += violations(page) if read else []
        found += [f"{fault} ({theme}, {size['width']} px)" for fault in faults]
    look_at(page, LIGHT, DESK)
    return found


def look_at(page: Page, theme: Any, size: Any) -> None:
    """Draw the page in a theme, which it takes from the system as nobody has chosen one, and at a size."""
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size(size)
    page.evaluate(_DRAWN)
