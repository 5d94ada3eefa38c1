"""What an open page of the portal hears: that something of its own customer's has changed, and nothing else."""

from __future__ import annotations

import pytest

from models.core.base import db
from models.jobs import Job
from models.portal import session_by_token
from tests import on_sqlite
from tests.views.test_live import JOB, arrives, everything, nothing, read_until
from views.portal.tokens import COOKIE

pytestmark = on_sqlite


@pytest.fixture
def browser(visiting, cast):
    """Ann's."""
    return visiting(cast.ann)


@pytest.fixture
def opened(browser, shop, store_url, monkeypatch):
    """Ann's stream, opened once all that was published before has been heard."""
    hub = shop.extensions["live_hub"]
    subscription = hub.subscribe(everything, nothing, "")
    assert arrives(subscription, store_url, JOB)
    hub.leave(subscription)
    monkeypatch.setitem(shop.config, "LIVE_HEARTBEAT", 0.2)
    answer = browser.get("/portal/events")
    assert answer.mimetype == "text/event-stream"
    yield iter(answer.response)
    answer.close()


def test_a_commit_for_the_customer_is_told_by_the_customers_id_alone(opened, session, cast):
    cast.job.title = "Caps"
    session.commit()
    assert read_until(opened, "event: changed") == f"event: changed\ndata: portal/{cast.acme.id}\n\n"


def test_another_customers_rows_are_told_to_nobody_here(opened, session, cast):
    session.add(Job(title="Secret", customer=cast.rival))
    session.commit()
    cast.job.title = "Caps"
    session.commit()
    assert cast.acme.id in read_until(opened, "event: changed")


def test_the_stream_ends_with_its_session(opened, browser, session):
    session_by_token(session, browser.get_cookie(COOKIE, path="/portal").value).revoke()
    session.commit()
    read_until(opened, "portal_sessions/")
    list(opened)  # it ends
    assert browser.get("/portal/events", headers={"Accept": "text/event-stream"}).status_code == 401


def test_the_stream_ends_when_its_contact_may_come_in_no_more(opened, session, cast):
    cast.ann.archive()
    session.commit()
    read_until(opened, "customer_contacts/")
    list(opened)


def test_an_open_stream_holds_no_database_connection(opened, session):
    next(opened)
    session.remove()
    assert db.engine.pool.checkedout() == 0


def test_beyond_the_cap_browsers_are_told_to_ask_and_what_they_have_costs_them_nothing(
    browser, shop, monkeypatch
):
    monkeypatch.setattr(shop.extensions["live_hub"], "cap", 0)
    assert browser.get("/portal/events").status_code == 204
    tag = browser.get("/portal/account").headers["ETag"]
    again = browser.get("/portal/account", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_page_knows_its_own_version(browser):
    answer = browser.get("/portal/account")
    assert f'data-version="{answer.get_etag()[0]}"' in answer.text


def test_a_page_gets_another_version_with_any_change_on_it(browser, session, cast):
    before = browser.get("/portal/account").headers["ETag"]
    cast.ann.name = "Ann Other"
    session.commit()
    assert browser.get("/portal/account").headers["ETag"] != before
