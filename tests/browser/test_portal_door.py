"""A customer on a phone: signs in by the mailed link, answers a quote with a name, orders the same again."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from models.core import clock
from models.jobs import Job, JobItem, JobItemSize, JobStatus
from models.portal import LIFE_OF_A_LINK, PortalSignIn
from tests import on_sqlite

from .axe import violations
from .looks import PHONE

pytestmark = on_sqlite


@pytest.fixture
def link(session, cast, address):
    """The address of a link that signs in as Ann, and a quote of Acme's that waits for an answer."""
    job = Job(title="Summer caps", customer=cast.acme, contact=cast.ann, quoted_amount="418.50")
    job.items = [JobItem(description="Cap", sizes=[JobItemSize(size="One size", quantity=60)])]
    asked = PortalSignIn(email="ann@acme.example", contact=cast.ann, expires_at=clock.now() + LIFE_OF_A_LINK)
    session.add_all([job, asked])
    session.flush()
    job.send_quote()
    session.commit()
    token = asked.token()
    session.commit()
    return f"{address}/portal/enter/{token}"


def reads_well(page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_customer_signs_in_answers_a_quote_and_orders_again_on_a_phone(session, page, link, troubles):
    page.set_viewport_size(PHONE)
    page.goto(link)
    reads_well(page)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your jobs")).to_be_visible()
    expect(page.get_by_text("Answer the quote for Summer caps").first).to_be_visible()
    reads_well(page)

    page.get_by_role("link", name="See the quote").click()
    expect(page.get_by_role("heading", name="Quote for Summer caps")).to_be_visible()
    reads_well(page)
    page.get_by_label("Type your full name to sign").fill("Ann Becker")
    page.get_by_role("button", name="Accept the quote of $418.50").click()
    expect(page.get_by_text("Your order is confirmed").first).to_be_visible()
    reads_well(page)

    page.get_by_role("link", name="Order the same again").click()
    reads_well(page)
    page.get_by_label("One size").fill("80")
    page.get_by_role("button", name="Ask for a quote").click()
    expect(page.get_by_text("We are preparing your quote").first).to_be_visible()

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Account").click()
    reads_well(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in to")).to_be_visible()
    reads_well(page)
    assert troubles == []

    made = session.scalars(sa.select(Job).where(Job.status == JobStatus.QUOTE)).one()
    assert [size.quantity for size in made.items[0].sizes] == [80]
