"""The customer's page in a real browser: it changes before one's eyes, by the stream or by asking."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from models.links import link_for
from tests import on_sqlite
from views.core.public.rate_limit import RateLimit

from .conftest import PHONE

pytestmark = on_sqlite


@pytest.fixture
def link(session, cast):
    link = link_for(session, cast.job)
    session.commit()
    return link


@pytest.fixture
def path(shop, address, link, monkeypatch):
    monkeypatch.setitem(shop.extensions, "public_job_limit", RateLimit(10_000, 60))
    return f"{address}/d/{link.token()}"


@pytest.fixture
def streams(page):
    """The answers to requests for a stream."""
    answers = []
    page.on("response", lambda answer: answers.append(answer) if answer.url.endswith("/events") else None)
    return answers


def make_ready(session, cast):
    cast.job.send_to_quality_check()
    cast.job.pack(message="All 25 are perfect.")
    session.commit()


def pill(page):
    return page.locator(".pill")


def test_a_change_is_seen_without_reloading(page, path, session, cast, troubles, streams):
    with page.expect_response(lambda answer: answer.url.endswith("status.json")):
        page.goto(path)  # and the stream is open: the page has looked once more
    expect(pill(page)).to_have_text("In production")
    make_ready(session, cast)
    expect(pill(page)).to_have_text("Ready")
    expect(page.get_by_text("All 25 are perfect.")).to_be_visible()
    assert [answer.status for answer in streams] == [200]
    assert troubles == []


def test_a_change_is_seen_by_asking_when_there_is_no_stream(
    page, path, shop, session, cast, troubles, streams, monkeypatch
):
    monkeypatch.setattr(shop.extensions["live_hub"], "cap", 0)
    monkeypatch.setitem(shop.config, "PUBLIC_POLL_SECONDS", 0.3)
    page.goto(path)
    make_ready(session, cast)
    expect(pill(page)).to_have_text("Ready")
    assert [answer.status for answer in streams] == [204]
    assert troubles == []


def test_a_change_is_read_out(page, path, session, cast):
    page.goto(path)
    make_ready(session, cast)
    expect(page.get_by_role("status")).to_contain_text("Ready. Step 5 of 6. Your order is made and packed")


def test_a_revoked_link_closes_the_open_page(page, path, session, link):
    page.goto(path)
    page.wait_for_timeout(300)
    link.revoke()
    session.commit()
    expect(page.get_by_role("heading", name="This link has been closed")).to_be_visible()
    expect(pill(page)).to_have_count(0)


def test_the_page_says_when_it_cannot_be_sure(page, path):
    page.goto(path)
    page.context.set_offline(True)
    expect(page.locator("#freshness")).to_contain_text("No connection")
    page.context.set_offline(False)
    expect(page.locator("#freshness")).to_have_text("This page updates by itself.")


def test_the_page_is_whole_without_scripts(chromium, path):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path)
    expect(pill(page)).to_have_text("In production")
    expect(page.get_by_text("Reload this page")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [320, PHONE["width"], 768, 1440])
def test_nothing_sticks_out_sideways(page, path, session, cast, width):
    cast.job.title = "Annual-summer-trail-run-of-the-Acme-mountain-club-and-friends " * 3
    session.commit()
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
