"""Open pages of the portal in a real browser: they change by themselves, whatever somebody is doing there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from models.core.base import db
from models.customers import CustomerContact
from models.portal.sessions import open_session
from tests import on_sqlite

pytestmark = on_sqlite


@pytest.fixture
def ann(session, cast):
    """A function that changes Ann, and the id of her session."""
    opened = open_session(session, cast.ann, browser="Firefox on Linux", address="")
    session.commit()
    return opened


@pytest.fixture
def account(page, address, ann):
    """Ann's account, open, and its stream."""
    cookie = {"name": "portal", "value": ann.token(), "url": f"{address}/portal/"}
    page.context.add_cookies([cookie])
    db.session.commit()

    def open_it():
        with page.expect_response(lambda answer: answer.url.endswith("/portal/events")):
            page.goto(f"{address}/portal/account")
        return page

    return open_it


def rename(session, cast, name):
    session.get(CustomerContact, cast.ann.id).name = name
    session.commit()


def test_a_change_is_seen_without_reloading(account, session, cast, troubles):
    page = account()
    rename(session, cast, "Ann Marlow")
    expect(page.locator("main")).to_contain_text("Ann Marlow")
    assert troubles == []


def test_a_change_is_seen_by_asking_when_there_is_no_stream(
    account, shop, session, cast, troubles, monkeypatch
):
    monkeypatch.setattr(shop.extensions["live_hub"], "cap", 0)
    monkeypatch.setitem(shop.config, "PUBLIC_POLL_SECONDS", 0.3)
    page = account()
    rename(session, cast, "Ann Marlow")
    expect(page.locator("main")).to_contain_text("Ann Marlow")
    assert troubles == []


def test_typed_words_and_their_cursor_stay_when_the_page_changes(account, session, cast):
    page = account()
    page.evaluate(
        """() => {
            const form = document.createElement("form");
            form.innerHTML = '<label>Your words <textarea id="words"></textarea></label>';
            document.querySelector("main").append(form);
        }"""
    )
    page.get_by_label("Your words").fill("Could you make the ")
    rename(session, cast, "Ann Marlow")
    expect(page.locator("main")).to_contain_text("Ann Marlow")
    page.keyboard.type("sun larger?")
    expect(page.get_by_label("Your words")).to_have_value("Could you make the sun larger?")


def test_a_page_whose_session_ended_leads_to_the_log_in(account, session, ann):
    page = account()
    ann.revoke()
    session.commit()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
