"""What axe, the reader of accessibility, is asked on a page."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
GRAVE = """async () => (await axe.run()).violations
  .filter(fault => ["serious", "critical"].includes(fault.impact))
  .map(fault => `${fault.id}: ${fault.nodes[0].html.slice(0, 160)}`)"""
