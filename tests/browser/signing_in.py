"""Signing in by the form, as people do."""

from __future__ import annotations

from playwright.sync_api import Page

from models.core.roles import MANAGER
from tests.cast import PASSWORD, USERS

from . import states


def enter_portal(page: Page, address: str, cookie: str) -> None:
    """Be the person of a customer's whose session has the cookie."""
    page.context.add_cookies([{"name": "portal", "value": cookie, "url": f"{address}/portal/"}])


def sign_in(page: Page, address: str, role: str) -> None:
    """Be the user of `role`, on the first page."""
    page.goto(f"{address}/login/")
    page.get_by_label("User name").fill(USERS[role])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")


def enter_floor(page: Page, address: str) -> None:
    """Let a manager register the browser for the floor, where nobody has signed in yet."""
    sign_in(page, address, MANAGER)
    page.goto(f"{address}/floor-setup/")
    states.register_this_browser(page)
    page.get_by_role("button", name="Register").click()
    page.get_by_role("heading", name="Who are you?").wait_for()
