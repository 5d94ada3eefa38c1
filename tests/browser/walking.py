"""Going from page to page and saying what is wrong with each."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from .looks import faults_of, too_wide
from .page_types import Known, PageType
from .states import as_it_comes

_REFUSAL = re.compile(r"Failed to load resource.* status of (403|404|409|412|422) ")
"""What a browser itself says of a page that is a refusal."""


class Walker:
    """Somebody at a browser. `troubles` is what its console and the content security policy complain of."""

    def __init__(self, page: Page, address: str, troubles: list[str]) -> None:
        self.page, self.address, self.troubles = page, address, troubles

    def faults(self, path: str) -> list[str]:
        """What is wrong with the page at `path` at both sizes; axe does not read it."""
        found = self._open(path, 200) + too_wide(self.page) + self.troubles
        return [f"{path}: {fault}" for fault in found]

    def faults_as_read(self, kind: PageType, known: Known) -> list[str]:
        """What is wrong with a page of `kind` in every look, read by axe as well."""
        found = self._open(kind.at(known), kind.status)
        kind.after(self.page)
        found += faults_of(self.page)
        may_refuse = kind.status != 200 or kind.after is not as_it_comes
        found += [line for line in self.troubles if not (may_refuse and _REFUSAL.match(line))]
        return [f"{kind.name}: {fault}" for fault in found]

    def _open(self, path: str, status: int) -> list[str]:
        self.troubles.clear()
        answer = self.page.goto(self.address + path)
        answered = answer.status if answer else None
        return [] if answered == status else [f"status {answered}"]
