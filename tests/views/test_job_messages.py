"""The thread on a job's page: read by those who speak with customers, written to by the form of messages."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.core.actor import Actor, acting_as
from models.core.roles import BOOKKEEPER, OFFICE, PRODUCTION
from models.messages import Message, MessageChannel, MessageSide, write_as_contact
from tests import on_sqlite
from tests.browsing import csrf_token

pytestmark = on_sqlite


@pytest.fixture
def asked(session, cast):
    """Ann asked something in the portal."""
    with acting_as(Actor("customer", "Ann", cast.ann.id)):
        said = write_as_contact(session, cast.job, cast.ann, "Can <i>Dana</i> pick them up?")
        session.commit()
    return said


def page(cast):
    return f"/jobs/show/{cast.job.id}"


def write(browser, cast, **fields):
    data = {"job": cast.job.id, "channel": "PORTAL", "csrf_token": csrf_token(browser, page(cast)), **fields}
    return browser.post(f"/messages/add?back={page(cast)}%23messages", data=data)


def test_the_page_of_a_job_shows_what_was_said(client_as, cast, asked):
    shown = client_as(PRODUCTION).get(page(cast)).text
    assert "Can &lt;i&gt;Dana&lt;/i&gt; pick them up?" in shown
    assert "Mark read" in shown


def test_who_does_not_speak_with_customers_reads_nothing_of_it(client_as, cast, asked):
    assert "pick them up?" not in client_as(BOOKKEEPER).get(page(cast)).text
    assert client_as(BOOKKEEPER).get("/messages/list/").status_code in (302, 403)


def test_an_answer_is_written_on_the_page_and_leads_back_to_it(session, client_as, cast, asked):
    answer = write(client_as(OFFICE), cast, text="Of course.")
    assert answer.location == f"{page(cast)}#messages"
    said = session.scalars(sa.select(Message).order_by(Message.id.desc()).limit(1)).one()
    assert (said.side, said.staff_user.username, said.customer) == (MessageSide.SHOP, "office", cast.acme)
    session.refresh(asked)
    assert asked.read_at is not None


def test_a_call_is_logged_on_the_same_thread(session, client_as, cast):
    browser = client_as(OFFICE)
    answer = write(browser, cast, text="When is it ready?", channel="PHONE", contact=cast.ann.id)
    assert answer.status_code == 303
    said = session.scalars(sa.select(Message)).one()
    assert (said.side, said.channel, said.contact) == (MessageSide.CUSTOMER, MessageChannel.PHONE, cast.ann)
    assert "Ann, phone, noted by Office" in browser.get(page(cast)).text


def test_nobody_says_over_rest_what_the_customer_did_not(session, program_as, cast):
    body = {"job_id": cast.job.id, "text": "We pay double.", "side": "CUSTOMER"}
    answer = program_as(OFFICE).post("/api/v1/messages/", json=body)
    assert answer.status_code in (400, 422)
    assert session.scalars(sa.select(Message)).all() == []


def test_an_unread_message_waits_on_the_desk_until_somebody_marks_it(session, client_as, cast, asked):
    browser = client_as(OFFICE)
    assert "Messages of customers" in browser.get("/").text
    data = {"csrf_token": csrf_token(browser, page(cast)), "back": page(cast)}
    assert browser.post(f"/messages/{asked.id}/mark_read", data=data).status_code == 303
    browser.get("/")  # with the notice of what was done
    assert "pick them up?" not in browser.get("/").text


def test_what_was_said_is_neither_edited_nor_deleted(client_as, cast, asked):
    browser = client_as(OFFICE)
    for address in (f"/messages/edit/{asked.id}", f"/messages/delete/{asked.id}"):
        assert browser.get(address).status_code in (302, 403, 404)
