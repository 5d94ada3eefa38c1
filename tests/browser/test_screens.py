"""The generated screens in a real browser: look-ups are typed, filters chosen, forms refused."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from models.core.roles import OFFICE, PRODUCTION
from models.messages import Message

from .signing_in import sign_in

pytestmark = pytest.mark.on_sqlite


def test_a_customer_is_found_by_typing_and_saved(page, address, troubles):
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/add")
    page.locator("#title").fill("Caps")
    page.locator("#customer-ts-control").click()
    page.keyboard.type("Riv")
    page.locator(".ts-dropdown .option", has_text="Rival").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".alert-success")).to_contain_text("Caps was added")
    expect(page.get_by_role("link", name="Rival")).to_be_visible()
    assert not troubles


def test_a_refused_form_keeps_the_chosen_customer(page, address):
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/add")
    page.locator("#customer-ts-control").click()
    page.keyboard.type("Riv")
    page.locator(".ts-dropdown .option", has_text="Rival").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".has-error")).to_contain_text("This is required.")
    expect(page.locator("#customer + .ts-wrapper")).to_contain_text("Rival")


def test_a_filter_is_chosen_and_taken_away_again(page, address):
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/list/")
    page.get_by_role("link", name="Filter").click()
    page.get_by_label("Title contains").fill("zebra")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("No jobs match this filter")).to_be_visible()
    assert page.url.endswith("/jobs/list/?_flt_2_title=zebra")
    page.locator(".chip").click()
    expect(page.get_by_role("link", name="J-1001", exact=True)).to_be_visible()


def test_a_verb_is_spoken_from_the_menu_of_a_row(page, address, session):
    sign_in(page, address, PRODUCTION)
    page.goto(f"{address}/jobs/list/")
    page.locator("tr", has_text="J-1001").get_by_label("What can be done with").click()
    page.get_by_role("button", name="Send to quality check").click()
    expect(page.locator(".alert-success")).to_contain_text("J-1001 Staff tees is now quality check")
    assert page.url.endswith("/jobs/list/")


def test_a_form_works_without_scripts(chromium, address, job):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/job_items/add?job={job}")
    page.locator("#description").fill("Caps")
    page.locator("#quantity").fill("12")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".alert-success")).to_contain_text("Caps was added")
    context.close()


def test_a_second_press_sends_a_form_no_second_time(page, address, job, session):
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/show/{job}")
    page.locator("#write-text").fill("It is on its way")
    page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(page.locator(".alert-success")).to_contain_text("was added")
    said = sa.select(sa.func.count()).select_from(Message).where(Message.text == "It is on its way")
    assert session.scalar(said) == 1
