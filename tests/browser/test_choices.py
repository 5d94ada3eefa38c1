"""What draws choices by typing is loaded where there are some, and is there when a part is opened that has one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from models.core.roles import MANAGER
from tests import on_sqlite

from .signing_in import sign_in

pytestmark = on_sqlite


@pytest.fixture
def loaded(page: Page) -> list[str]:
    """The files of the library that the page asked for since it was opened."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if "tom-select" in request.url else None)
    return found


def test_a_page_without_choices_does_not_load_what_draws_them(page, address, job, loaded):
    sign_in(page, address, MANAGER)
    loaded.clear()
    for path in ("/", "/jobs/list/", f"/jobs/show/{job}"):
        page.goto(address + path, wait_until="networkidle")
    assert loaded == []


def test_a_form_with_choices_comes_with_what_draws_them(page, address, job, loaded):
    sign_in(page, address, MANAGER)
    page.goto(f"{address}/jobs/add")
    expect(page.get_by_role("combobox", name="Customer")).to_be_visible()
    page.get_by_role("combobox", name="Customer").type("Ac")
    expect(page.get_by_role("option", name="Acme")).to_be_visible()


def test_a_panel_with_choices_gets_what_draws_them_when_it_is_opened(page, address, job, loaded):
    sign_in(page, address, MANAGER)
    page.goto(f"{address}/jobs/list/", wait_until="networkidle")
    loaded.clear()
    page.evaluate("document.querySelector('[data-panel]').click()")  # no pointer moved before
    box = page.locator("#filter-panel").get_by_role("combobox", name="Customer")
    expect(box).to_be_visible()
    box.type("Ac")
    expect(page.get_by_role("option", name="Acme")).to_be_visible()
    assert len(loaded) == 2
