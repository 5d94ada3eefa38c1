"""Every page that menus and rows lead to, on a desk and on a phone, light and dark: it answers, fits, and says nothing
to the console.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from models.core.roles import ADMIN, PRODUCTION, ROLES
from tests import on_sqlite
from tests.views.many_rows import fill_every_table
from views.core.screen import SCREENS, Screen

from .signing_in import sign_in
from .walking import Walker

pytestmark = on_sqlite

OF_THE_LIBRARY = ["/users/add", "/users/show/1", "/users/edit/1", "/roles/show/1"]
RAW = [
    "/raw/",
    "/raw/queue/",
    "/raw/jobs/",
    "/raw/jobs/new/?url=/raw/jobs/",
    "/raw/audit_entries/",
    "/settings/logo",
]


@pytest.fixture
def walker(page, address, troubles) -> Walker:
    """Somebody who goes from page to page."""
    return Walker(page, address, troubles)


@pytest.fixture
def rows(shop, session, cast) -> dict[str, Any]:
    """The id of some row of each table, and the job's own; the test keeps no transaction open."""
    shop.config["SEND_FILE_MAX_AGE_DEFAULT"] = 600  # the browser asks for each style and script once
    fill_every_table(2)
    found = {screen.table: session.query(screen.model.id).first()[0] for screen in SCREENS}
    found["jobs"] = cast.job.id
    session.commit()
    return found


def entries_of_the_menu(page: Page) -> list[str]:
    """Where the sidebar leads whoever is signed in, what stands behind “More” included."""
    links = page.locator("#side nav a")
    found: list[str] = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return found


def pages_of(screen: type[Screen], role: str, identity: str) -> list[str]:
    """A row, and the form that `role` may open of `screen`."""
    pages = [f"/{screen.table}/show/{identity}"]
    if role not in screen.write | {ADMIN} or {"add", "edit"} <= screen.withheld:
        return pages
    return [
        *pages,
        f"/{screen.table}/edit/{identity}" if "add" in screen.withheld else f"/{screen.table}/add",
    ]


def pages_of_rows(role: str, rows: dict[str, Any]) -> list[str]:
    """Those pages of all screens that `role` may read."""
    return [
        page
        for screen in SCREENS
        if role in screen.read
        for page in pages_of(screen, role, rows[screen.table])
    ]


@pytest.mark.parametrize("role", ROLES)
def test_every_entry_of_the_menu_answers_and_fits(role, page, address, rows, walker):
    sign_in(page, address, role)
    entries = entries_of_the_menu(page)
    assert {"/", "/jobs/list/"} <= set(entries)
    assert [fault for path in entries for fault in walker.faults(path)] == []


@pytest.mark.parametrize("role", [ADMIN, PRODUCTION])
def test_every_page_of_a_row_answers_and_fits(role, page, address, rows, walker):
    sign_in(page, address, role)
    paths = pages_of_rows(role, rows)
    if role == ADMIN:
        paths += [*OF_THE_LIBRARY, *RAW]
    assert [fault for path in paths for fault in walker.faults(path)] == []
