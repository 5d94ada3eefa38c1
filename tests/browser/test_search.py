"""The search in a real browser: opened by keys, chosen by arrows, read by screen readers, whole without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from models.core.roles import OFFICE
from models.customers import Customer
from tests import on_sqlite

from .looks import faults_of
from .signing_in import sign_in

pytestmark = on_sqlite


@pytest.fixture
def office(page, address, session, cast):
    """The office at its desk, in a shop where three names begin with Zeb."""
    session.add_all(Customer(name=name) for name in ("Zebra", "Zebedee", "Zebulon"))
    session.commit()
    sign_in(page, address, OFFICE)
    return page


def dialog(page):
    return page.get_by_role("dialog", name="Search")


def box(page):
    return dialog(page).get_by_role("combobox")


@pytest.mark.parametrize("keys", ["Control+k", "Meta+k"])
def test_keys_open_it_arrows_choose_and_enter_opens(office, keys, troubles):
    office.keyboard.press(keys)
    expect(box(office)).to_be_focused()
    office.keyboard.type("zeb")
    options = dialog(office).get_by_role("option")
    expect(options).to_have_count(3)
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    office.keyboard.press("ArrowDown")
    office.keyboard.press("ArrowDown")
    office.keyboard.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert box(office).get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    office.keyboard.press("Enter")
    expect(office.get_by_role("heading", level=1)).to_contain_text("Zebra")
    assert not troubles


def test_escape_closes_it_and_gives_the_focus_back(office):
    office.get_by_role("link", name="Search jobs").click()
    expect(box(office)).to_be_focused()
    office.keyboard.type("zeb")
    office.keyboard.press("Escape")
    expect(dialog(office)).to_be_hidden()
    expect(office.get_by_role("link", name="Search jobs")).to_be_focused()


def test_the_answer_to_an_older_question_never_replaces_a_newer_one(office):
    held = []

    def hold(route):
        if route.request.url.endswith("q=zeb"):
            held.append(route)
        else:
            route.continue_()

    office.route("**/search/?q=*", hold)
    office.keyboard.press("Control+k")
    with office.expect_request("**/search/?q=zeb"):
        office.keyboard.type("zeb")
    office.keyboard.type("u")
    expect(dialog(office).get_by_role("option")).to_have_count(1)
    assert held
    for route in held:
        route.fulfill(json={"query": "zeb", "results": []})
    office.wait_for_timeout(300)
    expect(dialog(office).get_by_role("option")).to_have_count(1)
    expect(dialog(office).get_by_role("option")).to_contain_text("Zebulon")


def test_one_question_is_asked_for_a_word_typed_quickly(office):
    asked = []
    office.on("request", lambda request: asked.append(request.url) if "/search/?q=" in request.url else None)
    office.keyboard.press("Control+k")
    office.keyboard.type("zebu", delay=10)
    expect(dialog(office).get_by_role("option")).to_have_count(1)
    assert len(asked) == 1


def test_nothing_found_is_said_to_a_screen_reader(office):
    office.keyboard.press("Control+k")
    office.keyboard.type("qqq")
    expect(dialog(office).get_by_role("status")).to_have_text("Nothing begins with “qqq”.")
    expect(box(office)).to_have_attribute("aria-expanded", "false")


def test_axe_finds_nothing_in_the_open_dialog(office):
    office.get_by_role("link", name="Search jobs").click()
    assert faults_of(office) == []
    office.keyboard.type("zeb")
    expect(dialog(office).get_by_role("option")).to_have_count(3)
    assert faults_of(office) == []


def test_it_is_found_without_scripts(chromium, address, session, cast):
    session.commit()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, address, OFFICE)
    page.get_by_role("link", name="Search jobs").click()
    page.get_by_label("What you look for").fill("acme")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Acme", exact=True).or_(
        page.get_by_role("link", name="Acme ann@")
    ).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Acme")
    context.close()
