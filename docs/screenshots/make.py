"""Draws the pictures of the README anew: `make screenshots` starts a demo shop of its own and photographs it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.app.running_shop import running_shop

HERE = Path(__file__).parent
PASSWORD = "Demo-687-merch!"  # noqa: S105 - the demo's, which everybody knows


def draw(address: str) -> None:
    """Write jobs.png: the grid of jobs as the owner sees it."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page.goto(f"{address}/login/")
        page.get_by_label("User name").fill("owner")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{address}/")
        page.goto(f"{address}/jobs/list/")
        page.screenshot(path=HERE / "jobs.png")
        browser.close()


def main() -> None:
    """Start a demo shop in a directory that is thrown away, and draw it."""
    with TemporaryDirectory() as directory, running_shop(Path(directory) / "shop") as shop:
        draw(shop.address)


if __name__ == "__main__":
    main()
