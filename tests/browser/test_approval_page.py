"""The page of a request to approve a design in a real browser, on a desk and on a phone, and while others are at it."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from models.approvals import ApprovalStatus, Rule
from models.approvals.comments import comment_on
from models.core.actor import Actor, acting_as
from models.portal.sessions import open_session
from tests import on_sqlite
from tests.approvals import add_version, ask, colleague, decide, workflow_of
from tests.views.portal.proofs import asked_about_two

from .conftest import PHONE
from .looks import faults_of

pytestmark = on_sqlite


@pytest.fixture
def dana(session, cast):
    return colleague(session, cast.ann, "Dana")


@pytest.fixture
def asked(session, cast, dana):
    """A request about version 2 that both Ann and Dana have to approve, with a note of Ann's on version 1."""
    asked = asked_about_two(session, cast, workflow_of(session, Rule.ALL_OF, cast.ann, dana))
    with acting_as(Actor("customer", "Ann", cast.ann.id)):
        comment_on(asked.design.versions[0], "Make the year 2026", pin=(Decimal("0.4"), Decimal("0.8")))
    session.commit()
    return asked


@pytest.fixture
def opened(page, session, cast, address, asked):
    """Ann's browser, at the page."""
    token = open_session(session, cast.ann, browser="Chrome on Linux", address="127.0.0.1").token()
    identity = asked.id
    session.commit()
    page.context.add_cookies([{"name": "portal", "value": token, "url": f"{address}/portal"}])
    with page.expect_response(lambda answer: "/portal/events" in answer.url):
        page.goto(f"{address}/portal/approvals/{identity}")
    page.wait_for_function("document.querySelector('[data-compare]').compare")
    return page


def say(session, version, text, **where):
    with acting_as(Actor("staff", "artist", "4")):
        comment_on(version, text, **where)
    session.commit()


def note_box(page):
    return page.get_by_label("Your note on version 2")


def press_on_the_picture(page, x=0.75, y=0.3):
    box = page.locator(".compare-stage").bounding_box()
    page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


def tick_and_sign(page):
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Type your full name to sign").fill("Ann Becker")


def test_it_reads_well_in_every_look(opened, troubles):
    assert faults_of(opened) == []
    opened.get_by_text("Request changes").locator("visible=true").first.click()
    opened.get_by_text("Reject this design").click()
    opened.get_by_text("Write a note").click()
    assert faults_of(opened) == []
    assert troubles == []


def test_an_early_approve_leads_to_what_is_missing_one_after_the_other(opened, session, asked):
    opened.set_viewport_size(PHONE)
    bar = opened.locator("#bar")
    for name in ("Spelling and numbers", "Size"):
        bar.get_by_role("button", name="Approve v2").click()
        expect(opened.get_by_role("checkbox", name=name)).to_be_focused()
        expect(opened.locator("#gap")).to_contain_text(f"Look at “{name}” and tick it first.")
        opened.keyboard.press("Space")
        expect(opened.locator("#gap")).to_be_hidden()
    expect(bar).to_contain_text("2 of 5 checked")
    for box in opened.get_by_role("checkbox").all():
        box.check()
    bar.get_by_role("button", name="Approve v2").click()
    expect(opened.get_by_label("Type your full name to sign")).to_be_focused()
    session.refresh(asked)
    assert asked.status == ApprovalStatus.PENDING
    assert asked.decisions == []
    session.commit()
    opened.keyboard.type("Ann Becker")
    bar.get_by_role("button", name="Approve v2").click()
    expect(opened.get_by_text("You approved version 2")).to_have_count(2)
    expect(bar).to_have_count(0)


def test_a_note_is_pinned_and_stays_where_it_was_put(opened, troubles):
    press_on_the_picture(opened)
    expect(note_box(opened)).to_be_focused()
    expect(opened.locator(".pin.is-draft")).to_be_visible()
    opened.keyboard.type("Is this our orange?")
    opened.get_by_role("button", name="Add the note").click()
    expect(opened.locator("#notes").get_by_text("Is this our orange?")).to_be_visible()
    expect(opened.locator("#notes-told")).to_have_text("2 open")
    expect(opened.locator(".pin.is-draft")).to_have_count(0)
    pin = opened.get_by_role("button", name="Note 2, your note: Is this our orange?")
    stage, mark = opened.locator(".compare-stage").bounding_box(), pin.locator(".pin-mark").bounding_box()
    assert mark["x"] == pytest.approx(stage["x"] + 0.75 * stage["width"], abs=3)
    assert mark["y"] + mark["height"] == pytest.approx(stage["y"] + 0.3 * stage["height"], abs=3)
    pin.click()
    expect(opened.locator("#notes > li").first).to_be_focused()
    assert troubles == []


def test_a_note_is_answered_in_its_thread(opened, session, asked):
    opened.locator("#notes").get_by_text("Reply").click()
    opened.get_by_label("Your answer to note 1").fill("And the month, too")
    opened.get_by_role("button", name="Send").click()
    expect(opened.locator("#notes > li").get_by_text("And the month, too")).to_be_visible()
    expect(opened.get_by_label("Your answer to note 1")).to_be_hidden()


def test_what_others_write_and_decide_appears_while_one_types(opened, session, asked, dana):
    opened.get_by_role("button", name="Zoom in").click()
    opened.get_by_role("checkbox", name="Size").check()
    press_on_the_picture(opened)
    opened.keyboard.type("Half a sent")
    say(session, asked.design_version, "The orange is PMS 164", pin=(Decimal("0.6"), Decimal("0.2")))
    expect(opened.locator("#notes").get_by_text("The orange is PMS 164")).to_be_visible()
    decide(session, asked, dana)
    expect(opened.locator("#others")).not_to_contain_text("Dana has to approve too")
    opened.keyboard.type("ence")
    expect(note_box(opened)).to_have_value("Half a sentence")
    expect(opened.get_by_role("checkbox", name="Size")).to_be_checked()
    expect(opened.locator("[data-checked]").first).to_have_text("1 of 5")
    expect(opened.locator(".pin.is-draft")).to_be_visible()
    assert opened.evaluate("document.querySelector('[data-compare]').compare.scale") == 1.5
    opened.get_by_role("button", name="Add the note").click()
    expect(opened.locator("#notes").get_by_text("Half a sentence")).to_be_visible()


def test_a_new_version_is_told_while_the_old_one_is_open(opened, session, asked):
    newest = ask(session, add_version(session, asked.design, 3)).id
    session.commit()
    expect(opened.get_by_text("A newer version took the place of version 2")).to_be_visible()
    expect(opened.locator("#bar")).to_have_count(0)
    opened.get_by_role("link", name="Go to the newest version").click()
    expect(opened).to_have_url(re.compile(newest))


def test_what_is_ticked_and_typed_outlives_a_reload(opened):
    opened.get_by_role("checkbox", name="Colours").check()
    opened.get_by_label("Type your full name to sign").fill("Ann Becker")
    press_on_the_picture(opened)
    opened.keyboard.type("Not sent yet")
    opened.reload()
    expect(opened.get_by_role("checkbox", name="Colours")).to_be_checked()
    expect(opened.get_by_label("Type your full name to sign")).to_have_value("Ann Becker")
    expect(note_box(opened)).to_have_value("Not sent yet")
    expect(opened.locator(".pin.is-draft")).to_have_count(1)


def test_changes_are_requested_by_what_is_typed(opened):
    opened.locator("#changes > summary").click()
    opened.get_by_label("What should change?").fill("Make the sun orange")
    opened.get_by_role("button", name="Send to the artist").click()
    expect(opened.get_by_label("Type your full name to sign")).to_be_focused()
    opened.keyboard.type("Ann Becker")
    opened.get_by_role("button", name="Send to the artist").click()
    expect(opened.get_by_text("Your wishes are with the artist")).to_be_visible()
    expect(opened.get_by_text("Make the sun orange")).to_be_visible()


def test_without_a_connection_a_note_is_kept(opened):
    press_on_the_picture(opened)
    opened.keyboard.type("Is this our orange?")
    opened.context.set_offline(True)
    opened.get_by_role("button", name="Add the note").click()
    expect(opened.get_by_text("The note was not sent: there is no connection.")).to_be_visible()
    opened.context.set_offline(False)
    opened.get_by_role("button", name="Add the note").click()
    expect(opened.locator("#notes").get_by_text("Is this our orange?")).to_be_visible()


def test_the_page_is_whole_without_scripts(chromium, session, cast, address, asked):
    token = open_session(session, cast.ann, browser="Lynx", address="127.0.0.1").token()
    identity = asked.id
    session.commit()
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "portal", "value": token, "url": f"{address}/portal"}])
    plain = context.new_page()
    plain.goto(f"{address}/portal/approvals/{identity}")
    plain.get_by_text("Write a note").click()
    plain.get_by_label("Your note on version 2").fill("By hand")
    plain.get_by_role("button", name="Add the note").click()
    expect(plain.locator("#notes").get_by_text("By hand")).to_be_visible()
    tick_and_sign(plain)
    plain.get_by_role("button", name="Approve version 2").click()
    expect(plain.get_by_text("You approved version 2").first).to_be_visible()
    context.close()
