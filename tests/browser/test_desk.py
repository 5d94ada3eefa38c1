"""The work desk in a real browser: what waits is acted on where it is read, and counted beside the menu."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from models.core import clock
from models.core.roles import OFFICE, PRODUCTION
from models.jobs import Job
from models.notifications import tell_staff
from tests import on_sqlite

from .looks import faults_of
from .signing_in import sign_in

pytestmark = on_sqlite


@pytest.fixture
def waiting(session, cast):
    """A late job, a blocked one, a quote without an answer, and something unread."""
    cast.job.due_on = clock.shop_day() - dt.timedelta(days=2)
    blocked, quote = (
        Job(title=title, customer=cast.rival, quoted_amount="90.00") for title in ("Caps", "Aprons")
    )
    session.add_all([blocked, quote])
    session.commit()
    blocked.accept_quote()
    quote.send_quote()
    tell_staff(session, {OFFICE}, "Rival asks for four more", f"/jobs/show/{blocked.id}")
    session.commit()
    session.expunge_all()


def test_a_row_is_acted_on_where_it_is_read(page, address, waiting, troubles):
    sign_in(page, address, PRODUCTION)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your desk")
    late = page.get_by_role("region", name="Late")
    expect(late).to_contain_text("2 d late")
    late.get_by_role("button", name="Send to quality check").click()
    expect(page.locator(".alert-success")).to_contain_text("J-1001 Staff tees is now quality check")
    expect(page.get_by_role("region", name="Late").get_by_role("button", name="Pack")).to_be_visible()
    assert not troubles


def test_the_menu_says_how_much_waits_and_red_is_for_late(page, address, waiting):
    sign_in(page, address, OFFICE)
    menu = page.get_by_role("navigation", name="Areas")
    jobs = menu.get_by_role("link", name="Jobs 1 late")
    expect(jobs.locator(".s-count")).to_have_class("s-count now")
    gates = menu.get_by_role("link", name="Gates 1 blocked")
    expect(gates.locator(".s-count")).to_have_class("s-count")
    page.goto(f"{address}/customers/list/")
    expect(jobs.locator(".s-count")).to_have_text("1")


def test_what_was_read_leaves_the_desk(page, address, waiting):
    sign_in(page, address, OFFICE)
    page.get_by_role("region", name="Unread").get_by_role("button", name="Mark read").click()
    expect(page.get_by_role("region", name="Unread")).to_have_count(0)


def test_axe_finds_nothing_on_a_full_desk(page, address, waiting):
    sign_in(page, address, OFFICE)
    expect(page.locator(".s-side .s-count").first).to_be_attached()
    assert faults_of(page) == []
