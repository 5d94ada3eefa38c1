"""Draws the pictures anew: `make screenshots` starts a demo shop of its own and photographs it.

Names choose some of them: `make screenshots ARGS="grid-1440.png job-390.png"`. With `--everything DIRECTORY` every
kind of page is drawn there in every look, to be looked at and thrown away.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.app.running_shop import running_shop
from tests.browser.looks import LOOKS, PHONE
from tests.browser.page_types import CUSTOMER, FLOOR, STRANGER, Known
from tests.browser.signing_in import enter_floor, enter_portal, sign_in

from .demo import known_of
from .pictures import FOLDER, KINDS, PICTURES, Picture

HEIGHTS = {PHONE["width"]: PHONE["height"]}
"""By width; a desk's is 900."""


class Camera:
    """Somebody with a browser for each reader, width and theme, at a demo shop."""

    def __init__(self, browser: Browser, address: str, known: Known) -> None:
        self.browser, self.address, self.known = browser, address, known
        self.pages: dict[tuple[str, int, str], Page] = {}

    def draw(self, picture: Picture) -> bytes:
        """The picture as PNG."""
        page, kind = self._page_for(picture), KINDS[picture.kind]
        page.goto(self.address + kind.at(self.known))
        kind.after(page)
        page.wait_for_timeout(400)  # for the numbers beside the menu, which come after the page
        return with_palette(page.screenshot())

    def _page_for(self, picture: Picture) -> Page:
        key = (picture.reader, picture.width, picture.theme)
        if key not in self.pages:
            size = {"width": picture.width, "height": HEIGHTS.get(picture.width, 900)}
            context = self.browser.new_context(
                viewport=size, color_scheme=picture.theme, reduced_motion="reduce"
            )
            self.pages[key] = context.new_page()
            if picture.reader == CUSTOMER:
                enter_portal(self.pages[key], self.address, self.known["portal"])
            elif picture.reader == FLOOR:
                enter_floor(self.pages[key], self.address)
            elif picture.reader != STRANGER:
                sign_in(self.pages[key], self.address, picture.reader)
        return self.pages[key]


def with_palette(picture: bytes) -> bytes:
    """The same PNG with at most 256 colours, of which a screen has few: a third of the bytes. Rare ones stay."""
    small, colours = io.BytesIO(), Image.open(io.BytesIO(picture)).convert("RGB")
    few = colours.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    few.save(small, "PNG", optimize=True)
    return small.getvalue()


def draw(pictures: Iterable[Picture], folder: Path) -> None:
    """Start a demo shop in a directory that is thrown away, and draw the pictures of it into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with (
        TemporaryDirectory() as directory,
        running_shop(Path(directory) / "shop") as shop,
        sync_playwright() as tool,
    ):
        browser = tool.chromium.launch(executable_path=path, args=["--no-sandbox"])
        camera = Camera(browser, shop.address, known_of(Path(directory) / "shop", shop.address))
        for picture in pictures:
            (folder / picture.name).write_bytes(camera.draw(picture))
        browser.close()


def main() -> None:
    """Draw what the command line asks for."""
    asked = argparse.ArgumentParser(description="Draw the pictures of the README and of the user guide.")
    asked.add_argument("names", nargs="*", help="the pictures to draw; all when none is named")
    asked.add_argument(
        "--everything", type=Path, help="draw every kind of page in every look into this directory"
    )
    given = asked.parse_args()
    if given.everything:
        everything = [Picture(kind, size["width"], theme) for kind in KINDS for theme, size in LOOKS]
        return draw(
            [each for each in everything if not given.names or each.name in given.names], given.everything
        )
    return draw([each for each in PICTURES if not given.names or each.name in given.names], FOLDER)


if __name__ == "__main__":
    main()
