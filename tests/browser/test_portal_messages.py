"""Messages in a real browser: both sides hear each other without reloading, and what is looked at is read."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from models.core.actor import Actor, acting_as
from models.core.base import db
from models.messages import Message, MessageRead
from models.notifications import CustomerEvent, tell_contact
from models.notifications.unsubscribing import unsubscribe_token
from models.people import StaffUser
from models.portal.sessions import open_session
from tests import on_sqlite

from .axe import violations

pytestmark = on_sqlite


@pytest.fixture
def as_ann(page, address, session, cast):
    """Opens an address of the portal as Ann, and its stream."""
    opened = open_session(session, cast.ann, browser="Firefox on Linux", address="")
    session.commit()
    page.context.add_cookies([{"name": "portal", "value": opened.token(), "url": f"{address}/portal/"}])

    def open_it(path):
        db.session.rollback()  # what the test has read would hold up what the page writes
        with page.expect_response(lambda answer: answer.url.endswith("/portal/events")):
            page.goto(f"{address}{path}")
        return page

    return open_it


@pytest.fixture
def answer(session, cast):
    """The office writes about the job."""

    def answer(text):
        office = session.scalars(sa.select(StaffUser).where(StaffUser.username == "office")).one()
        with acting_as(Actor("staff", "office", str(office.id))):
            said = Message(job=cast.job, text=text)
            session.add(said)
            session.commit()
        return said

    return answer


def test_an_answer_appears_by_itself_is_read_by_being_seen_and_keeps_what_is_typed(
    as_ann, session, cast, answer, troubles
):
    page = as_ann(f"/portal/messages/{cast.job.id}")
    field = page.get_by_label("Write to the shop about Staff tees")
    field.fill("Can Dana pick them up?")
    with page.expect_navigation():
        page.get_by_role("button", name="Send").click()
    expect(page.locator(".mine .bubble")).to_have_text("Can Dana pick them up?")
    field.fill("And one ")
    said = answer("Of course. Ask her to come.")
    expect(page.locator(".theirs .bubble")).to_have_text("Of course. Ask her to come.")
    expect(page.get_by_role("button", name="Mark as read")).to_have_count(0)
    page.keyboard.type("more thing")
    expect(field).to_have_value("And one more thing")
    session.rollback()
    assert session.scalars(sa.select(MessageRead.read_up_to)).one() == said.id
    assert troubles == []


def test_the_bell_counts_by_itself(as_ann, session, cast):
    page = as_ann("/portal/notifications")
    expect(page.get_by_role("link", name="Notifications, 2 unread")).to_be_visible()  # of the job's steps
    tell_contact(
        session,
        cast.ann,
        CustomerEvent.NEW_FILE,
        text="A proof is there.",
        path="/portal/files/",
        dedup_key="one",
    )
    session.commit()
    expect(page.get_by_role("link", name="Notifications, 3 unread")).to_be_visible()
    expect(page.get_by_role("button", name="A proof is there.")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_are_accessible_and_fit(as_ann, session, cast, answer, width):
    answer("Of course. " + "Averylongwordthatcannotbebroken" * 8)
    for verb in ("send_to_quality_check", "pack", "ready_for_pickup", "complete"):
        getattr(cast.job, verb)()
    session.commit()
    paths = [
        "/messages/",
        f"/messages/{cast.job.id}",
        f"/jobs/{cast.job.id}",
        "/notifications",
        "/preferences",
    ]
    token = unsubscribe_token(cast.ann.id, CustomerEvent.NEW_MESSAGE)
    for path in [*paths, f"/unsubscribe/{token}"]:
        page = as_ann(f"/portal{path}")
        page.set_viewport_size({"width": width, "height": 844})
        assert violations(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, path
