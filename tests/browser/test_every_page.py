"""Every page that menus and rows lead to, on a desk and on a phone: it answers, fits, and says nothing to the console.

One page of each kind is read by axe as well.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from models.core.roles import ADMIN, PRODUCTION
from models.links import link_for
from tests import on_sqlite
from tests.views.many_rows import fill_every_table
from views.core.screen import SCREENS, Screen

from .axe import AXE, GRAVE
from .conftest import DESK, PHONE
from .signing_in import sign_in

pytestmark = on_sqlite

OF_THE_LIBRARY = [
    "/users/list/",
    "/users/add",
    "/users/show/1",
    "/users/edit/1",
    "/roles/list/",
    "/roles/show/1",
]
OF_ONESELF = [
    "/",
    "/desk/blocked/",
    "/search/?q=0",
    "/notifications/",
    "/users/userinfo/",
    "/userinfoeditview/form",
    "/resetmypassword/form",
]
RAW = [
    "/raw/",
    "/raw/queue/",
    "/raw/jobs/",
    "/raw/jobs/new/?url=/raw/jobs/",
    "/raw/audit_entries/",
    "/settings/logo",
]

Visit = Callable[..., list[str]]


@pytest.fixture
def visit(page: Page, address: str) -> Visit:
    """Open a path and say what is wrong there at either width; with `read`, what axe finds as well."""
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))

    def faults(path: str, status: int = 200, *, read: bool = False) -> list[str]:
        said.clear()
        page.set_viewport_size(DESK)
        answer = page.goto(address + path)
        found = [line for line in said if status == 200 or "Failed to load resource" not in line]
        if answer is None or answer.status != status:
            found.append(f"status {answer and answer.status}")
        if read:
            page.evaluate(AXE)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"it sticks out sideways at {size['width']} px")
            found += page.evaluate(GRAVE) if read else []
        return [f"{path}: {fault}" for fault in found]

    return faults


@pytest.fixture
def rows(shop, session, cast) -> dict[str, Any]:
    """The id of some row of each table, and the job's own; the test keeps no transaction open."""
    shop.config["SEND_FILE_MAX_AGE_DEFAULT"] = 600  # the browser asks for each style and script once
    fill_every_table(2)
    found = {screen.table: session.query(screen.model.id).first()[0] for screen in SCREENS}
    found["jobs"] = cast.job.id
    session.commit()
    return found


def pages_of(screen: type[Screen], role: str, identity: str) -> list[str]:
    """The list, a row, and the form that `role` may open of `screen`."""
    pages = [f"/{screen.table}/list/", f"/{screen.table}/show/{identity}"]
    if role not in screen.write | {ADMIN} or {"add", "edit"} <= screen.withheld:
        return pages
    return [
        *pages,
        f"/{screen.table}/edit/{identity}" if "add" in screen.withheld else f"/{screen.table}/add",
    ]


def every_page(role: str, rows: dict[str, Any]) -> list[str]:
    """The pages of all screens that `role` may read."""
    return [
        page
        for screen in SCREENS
        if role in screen.read
        for page in pages_of(screen, role, rows[screen.table])
    ]


@pytest.mark.parametrize("role", [ADMIN, PRODUCTION])
def test_every_page_answers_and_fits(role, page, visit, address, rows):
    sign_in(page, address, role)
    paths = [*every_page(role, rows), *OF_ONESELF]
    if role == ADMIN:
        paths += [*OF_THE_LIBRARY, *RAW, "/mailbox/"]
    assert [fault for path in paths for fault in visit(path)] == []


def test_axe_finds_no_grave_fault_on_a_page_of_each_kind(page, visit, address, rows):
    assert visit("/login/", read=True) == []
    sign_in(page, address, ADMIN)
    job = rows["jobs"]
    paths = ["/jobs/list/", f"/jobs/show/{job}", "/jobs/add"]
    paths += [f"/jobs/edit/{job}", f"/jobs/delete/{job}", f"/jobs/{job}/hold", f"/jobs/{job}/mark_ready"]
    paths += [
        "/audit_entries/list/",
        "/notification_queue/list/",
        "/mailbox/",
        *OF_ONESELF,
        *OF_THE_LIBRARY,
        *RAW,
    ]
    assert [fault for path in paths for fault in visit(path, read=True)] == []


def test_the_filter_and_a_refused_form_are_without_grave_faults(page, address):
    sign_in(page, address, ADMIN)
    page.goto(f"{address}/jobs/list/")
    page.get_by_role("link", name="Filter").click()
    page.evaluate(AXE)
    assert page.evaluate(GRAVE) == []
    page.goto(f"{address}/jobs/add")
    page.get_by_role("button", name="Save").click()
    page.locator(".has-error").first.wait_for()
    page.evaluate(AXE)
    assert page.evaluate(GRAVE) == []


def test_strangers_and_lost_people_meet_whole_pages(visit, session, cast):
    link = link_for(session, cast.job)
    session.commit()
    found = visit(f"/d/{link.token()}", read=True) + visit("/d/unknown", 404, read=True)
    found += visit("/invitation/unknown", 404, read=True) + visit("/nowhere", 404, read=True)
    assert found == []
