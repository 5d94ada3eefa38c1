"""Signing in by the form, as people do."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.cast import PASSWORD, USERS


def sign_in(page: Page, address: str, role: str) -> None:
    """Be the user of `role`, on the first page."""
    page.goto(f"{address}/login/")
    page.get_by_label("User name").fill(USERS[role])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")
