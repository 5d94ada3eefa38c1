"""A job's page in a real browser: without scripts, on a phone, in the dark, and read by axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from models.core.roles import MANAGER, OFFICE
from models.jobs import Job
from tests import on_sqlite

from .conftest import PHONE
from .looks import faults_of
from .signing_in import sign_in

pytestmark = on_sqlite


@pytest.fixture
def in_prep(session, cast) -> str:
    """The id of a job that waits for its art. The test keeps no transaction open."""
    job = Job(title="Fall Classic tournament tees", customer=cast.acme)
    session.add(job)
    session.commit()
    job.accept_quote()
    job.begin_prep()
    session.commit()
    identity = job.id
    session.commit()
    return identity


def test_axe_finds_nothing_in_any_look(page, address, in_prep, troubles):
    sign_in(page, address, MANAGER)
    page.goto(f"{address}/jobs/show/{in_prep}")
    assert faults_of(page) == []
    assert not troubles


def test_the_page_works_without_scripts(chromium, address, in_prep):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/show/{in_prep}")
    page.get_by_role("navigation", name="Kinds of entries").get_by_role("link", name="Status").click()
    expect(page.get_by_text("Begin prep: Approved to Prep")).to_be_visible()
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Items").click()
    expect(page.locator("#job_items")).to_be_in_viewport()
    page.locator("#job_gates").get_by_role("button", name="Mark passed").first.click()
    expect(page.locator(".alert-success")).to_be_visible()
    assert page.url == f"{address}/jobs/show/{in_prep}"
    context.close()


def test_a_locked_verb_is_reached_by_keyboard_and_says_why(page, address, in_prep):
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/show/{in_prep}")
    locked = page.get_by_role("button", name="Mark ready")
    locked.focus()
    expect(locked).to_be_focused()
    expect(locked).to_have_accessible_description(
        "J-1002 Fall Classic tournament tees cannot be ready: the art gate is BLOCKED (The art is not approved yet); "
        "the blanks gate is BLOCKED (The blanks are not checked in yet). "
        "Pass the gate, or ask a manager to waive it."
    )


def test_the_next_deed_stays_at_hand_on_a_phone(page, address, in_prep):
    sign_in(page, address, OFFICE)
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/jobs/show/{in_prep}")
    page.locator("#timeline").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Mark ready")).to_be_in_viewport()
    expect(page.get_by_text("Step 3 of 6: Getting ready", exact=True)).to_be_visible()
