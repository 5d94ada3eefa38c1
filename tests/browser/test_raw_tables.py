"""The raw tables in a real browser, under the content security policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from models.customers import Customer
from tests import on_sqlite
from tests.cast import PASSWORD

pytestmark = on_sqlite


@pytest.fixture
def owner(page, address):
    page.goto(f"{address}/login/")
    page.fill("[name=username]", "owner")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    return page


@pytest.fixture
def questions(owner):
    """What the pages asked before they did something; every question is declined."""
    asked = []
    owner.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    return asked


def test_nothing_is_deleted_without_a_question(owner, address, questions, session, cast):
    owner.goto(f"{address}/raw/customers/")
    owner.locator("form.icon button").first.click()
    owner.locator(".action-rowtoggle").click()
    owner.get_by_text("With selected").click()
    owner.locator("[data-raw-action=delete]").click()
    assert questions == ["Delete this row?", "Delete the selected rows?"]
    assert session.query(Customer).count() == 2


def test_a_many_to_one_is_chosen_by_typing(owner, address, troubles, cast):
    owner.goto(f"{address}/raw/jobs/edit/?id={cast.job.id}")
    owner.locator(".select2-container").first.click()
    owner.keyboard.type("riv")
    expect(owner.locator(".select2-result-label").first).to_have_text("Rival")
    assert [trouble for trouble in troubles if "Content Security Policy" in trouble] == []
