"""What axe, the reader of accessibility, says of a page: WCAG 2.2 A and AA and best practice, whatever the impact."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
_READ = """async tags => (await axe.run(document, { runOnly: tags, resultTypes: ["violations"] })).violations
  .flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`))"""


def violations(page: Page) -> list[str]:
    """Each rule that the page before one breaks, with the part that breaks it; the page is read as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    found: list[str] = page.evaluate(_READ, TAGS)
    return found
