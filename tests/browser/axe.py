"""What axe, the reader of accessibility, says of a page: WCAG 2.2 A and AA and best practice, whatever the impact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
"""What a theme alone can break: the rest is of the markup and of its size."""
_READ = """async only => (await axe.run(document, {
  runOnly: only, resultTypes: ["violations"], iframes: false  // what a sandboxed frame shows is a mail's own
})).violations
  .flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`))"""


def violations(page: Page) -> list[str]:
    """Each rule that the page before one breaks, with the part that breaks it; the page is read as it stands."""
    return _read(page, {"type": "tag", "values": TAGS})


def violations_of_colour(page: Page) -> list[str]:
    """The same of the rules about colours alone, which take half of the time."""
    return _read(page, {"type": "rule", "values": COLOUR_RULES})


def _read(page: Page, only: dict[str, Any]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    found: list[str] = page.evaluate(_READ, only)
    return found
