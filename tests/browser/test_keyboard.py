"""Dialogs, menus and notices by keyboard alone: the focus is kept where it belongs, and comes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from models.core.roles import OFFICE
from tests import on_sqlite
from tests.cast import USERS
from tests.stories.keyboard import AtTheKeyboard

pytestmark = on_sqlite


@pytest.fixture
def office(chromium, address, job):
    """Somebody of the office, with a keyboard and no mouse."""
    member = AtTheKeyboard(chromium, address, USERS[OFFICE])
    yield member
    assert member.troubles == []
    member.page.context.close()


@pytest.fixture
def at_job(office, address, job):
    """The same at the page of Acme's job."""
    office.open_job("Staff tees", f"{address}/jobs/show/{job}")
    return office


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_a_dialog_keeps_the_focus_and_gives_it_back(at_job, key):
    hold = at_job.page.locator(".verbs").get_by_role("link", name="Hold…")
    at_job.reach_in_page(hold)
    at_job.key("Enter")
    dialog = at_job.page.get_by_role("dialog", name="Hold")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    for _ in range(12):
        at_job.key(key)
        assert at_job.page.evaluate("document.activeElement.closest('dialog, body').matches('dialog, body')")
        assert not at_job.is_at(at_job.page.locator("#main *, #side *"))
    at_job.key("Escape")
    expect(dialog).to_have_count(0)
    expect(hold).to_be_focused()


def test_a_verb_is_asked_for_answered_and_told_of(at_job):
    at_job.reach_in_page(at_job.page.locator(".verbs").get_by_role("link", name="Hold…"))
    at_job.key("Enter")
    dialog = at_job.page.get_by_role("dialog", name="Hold")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    at_job.page.keyboard.type("The press is being repaired")
    at_job.reach(dialog.get_by_role("button", name="Hold", exact=True))
    at_job.follow()
    at_job.is_told("is now on hold")


def test_the_menu_of_a_row_opens_at_its_first_verb_and_escape_leads_back(office):
    office.choose_in_menu("Production", "Jobs")
    button = office.page.get_by_label("What can be done with J-1001")
    office.reach_in_page(button)
    office.key("Enter")
    first = office.page.locator(".dropdown-menu.show :is(a, button)").first
    expect(first).to_be_focused()
    office.key("Escape")
    expect(button).to_be_focused()
    office.key("Enter")
    expect(first).to_be_focused()
    office.key("ArrowDown", "ArrowUp")
    expect(first).to_be_focused()
    office.reach(office.page.locator(".dropdown-menu.show").get_by_role("link", name="Hold…"))
    office.key("Enter")
    expect(office.page.get_by_role("dialog", name="Hold").get_by_label("Reason")).to_be_focused()
    office.key("Escape")
    expect(button).to_be_focused()


def test_the_filters_open_at_their_first_field(office):
    office.choose_in_menu("Production", "Jobs")
    office.reach_in_page(office.page.get_by_role("link", name="Filter"))
    office.key("Enter")
    expect(office.page.locator(".filter-form :is(input, select)").first).to_be_focused()


def test_the_slash_leads_to_the_search_of_a_grid(office):
    office.choose_in_menu("Production", "Jobs")
    office.key("/")
    expect(office.page.get_by_label("Search jobs", exact=True)).to_be_focused()


def test_a_closed_notice_leaves_the_focus_in_the_page(office, address, job):
    office.page.goto(f"{address}/jobs/{job}/hold")
    office.reach_in_page(office.page.get_by_label("Reason"))
    office.page.keyboard.type("The press is being repaired")
    office.press("Hold")
    office.is_told("is now on hold")
    office.key("Tab", "Enter")
    expect(office.page.locator(".alert")).to_have_count(0)
    expect(office.page.locator("#main")).to_be_focused()
