"""Forms and dialogs in a real browser: what is asked, what is kept, and where the focus is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from models.core.actor import Actor, acting_as
from models.core.roles import MANAGER, OFFICE
from models.jobs import Job

from .looks import faults_of
from .signing_in import sign_in

pytestmark = pytest.mark.on_sqlite


def test_the_first_wrong_field_has_the_focus_and_the_bar_leads_to_the_others(page, address):
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/add")
    page.locator("#quoted_amount").fill("a lot")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".s-wrong")).to_contain_text("3 fields need you: Title, Customer, Quoted amount")
    expect(page.locator("#title")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    page.locator(".s-wrong").get_by_role("link", name="Customer").click()
    expect(page.locator("#customer-ts-control")).to_be_focused()
    page.locator(".s-wrong").get_by_role("link", name="Quoted amount").click()
    expect(page.locator("#quoted_amount")).to_be_focused()
    assert faults_of(page) == []


def test_leaving_a_changed_form_asks_and_an_unchanged_one_or_saving_does_not(page, address, job):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/edit/{job}")
    page.locator("#title").click()
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url(f"{address}/jobs/show/{job}")
    assert asked == []
    page.goto(f"{address}/jobs/edit/{job}")
    page.locator("#title").fill("Something else")
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url(f"{address}/jobs/show/{job}")
    assert asked == ["beforeunload"]
    page.goto(f"{address}/jobs/edit/{job}")
    page.locator("#title").fill("Saved")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"{address}/jobs/show/{job}")
    assert asked == ["beforeunload"]


def make_stale(session, job: str) -> None:
    with acting_as(Actor("staff", "theo", "7")):
        row = session.get(Job, job)
        row.title, row.notes = "Theirs", "Their note"
        session.commit()


def test_of_two_values_the_chosen_one_stands_in_the_field_and_is_saved(page, address, job, session):
    sign_in(page, address, MANAGER)
    page.goto(f"{address}/jobs/edit/{job}")
    page.locator("#title").fill("Mine")
    make_stale(session, job)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".s-note")).to_contain_text("theo saved this job")
    expect(page.locator("#title")).to_have_value("Mine")
    expect(page.locator("#notes")).to_have_value("Their note")
    assert faults_of(page) == []
    title = page.get_by_role("radiogroup", name="Title")
    title.get_by_label("theo").check()
    expect(page.locator("#title")).to_have_value("Theirs")
    title.get_by_label("Yours").check()
    expect(page.locator("#title")).to_have_value("Mine")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"{address}/jobs/show/{job}")
    session.expire_all()
    row = session.get(Job, job)
    assert (row.title, row.notes) == ("Mine", "Their note")


def test_two_values_are_chosen_from_without_scripts(chromium, address, job, session):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/edit/{job}")
    page.locator("#title").fill("Mine")
    make_stale(session, job)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("radiogroup", name="Title").get_by_label("Theirs").first.check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"{address}/jobs/show/{job}")
    session.expire_all()
    assert session.get(Job, job).title == "Theirs"
    context.close()


def test_a_verb_asks_in_a_dialog_that_keeps_what_is_refused(page, address, job, session):
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/show/{job}")
    page.locator(f'a[href^="/jobs/{job}/change_order"]').first.click()
    dialog = page.get_by_role("dialog", name="Change order")
    expect(dialog).to_contain_text("The customer accepted a change of the order and of its price.")
    dialog.get_by_label("Amount").fill("a lot")
    dialog.get_by_role("button", name="Change order").click()
    expect(dialog.locator("#what")).to_be_focused()
    expect(dialog.locator(".has-error")).to_have_count(3)
    expect(dialog.get_by_label("Amount")).to_have_value("a lot")
    assert faults_of(page) == []
    dialog.get_by_label("What").fill("Ten more")
    dialog.get_by_label("Amount").fill("100")
    dialog.get_by_label("Accepted by").fill("Ann")
    dialog.get_by_role("button", name="Change order").click()
    expect(page.locator(".alert-success")).to_contain_text("Change order")
    assert page.url == f"{address}/jobs/show/{job}"
    session.expire_all()
    assert str(session.get(Job, job).quoted_amount) == "550.00"


def test_escape_closes_the_dialog_and_the_focus_returns(page, address, job):
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/list/")
    button = page.locator("[data-menu]").first
    button.click()
    page.locator(".dropdown-menu.show").get_by_role("link", name="Hold").click()
    dialog = page.get_by_role("dialog", name="Hold")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()


def test_a_verb_asks_on_a_page_without_scripts(chromium, address, job):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/{job}/hold")
    page.get_by_role("button", name="Hold").click()
    expect(page.locator(".has-error")).to_contain_text("This is required.")
    page.get_by_label("Reason").fill("Waiting for blanks")
    page.get_by_role("button", name="Hold").click()
    expect(page.locator(".alert-success")).to_contain_text("is now on hold")
    context.close()


def test_a_wrong_password_leaves_the_user_name_and_asks_for_the_password_again(page, address, job):
    page.goto(f"{address}/login/")
    page.get_by_label("User name").fill("office")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("The name or the password is wrong")).to_be_visible()
    expect(page.get_by_label("User name")).to_have_value("office")
    expect(page.get_by_label("Password")).to_be_focused()
    assert faults_of(page) == []
