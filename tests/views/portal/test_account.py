"""The account page lists and ends one's own browsers; staff see the portal as one, on record, without a say."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.audit import AuditEntry
from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.customers import CustomerContact
from models.portal import LIFE_OF_A_LOOK, PortalSession, PortalSignIn
from models.portal.sessions import SEEN_EVERY
from tasks.clockwork import forget_old_requests
from tests import on_sqlite
from tests.browsing import csrf_token
from views.portal.browsers import name_of

pytestmark = on_sqlite


def look_as(browser, contact):
    token = csrf_token(browser, f"/customer_contacts/show/{contact.id}")
    return browser.post(f"/customer_contacts/{contact.id}/view_as", data={"csrf_token": token})


def test_another_browser_is_signed_out_from_the_account_page(visiting, portal_session, cast):
    browser = visiting(cast.ann)
    other = portal_session(cast.ann)
    assert f"/portal/sessions/{other.id}/revoke" in browser.get("/portal/account").text
    sent = {"csrf_token": csrf_token(browser, "/portal/account")}
    assert browser.post(f"/portal/sessions/{other.id}/revoke", data=sent).status_code == 303
    assert other.revoked_at is not None


def test_a_colleagues_browser_is_nobody_elses_to_sign_out(session, visiting, portal_session, cast):
    dana = CustomerContact(customer=cast.acme, name="Dana", email="dana@acme.example")
    session.add(dana)
    theirs = portal_session(dana)
    browser = visiting(cast.ann)
    sent = {"csrf_token": csrf_token(browser, "/portal/account")}
    assert browser.post(f"/portal/sessions/{theirs.id}/revoke", data=sent).status_code == 404
    assert theirs.id not in browser.get("/portal/account").text


def test_the_office_sees_the_portal_as_a_contact_and_the_page_says_so(client_as, cast):
    browser = client_as(OFFICE)
    assert look_as(browser, cast.ann).location == "/portal/"
    page = browser.get("/portal/").text
    assert "You are looking as <b>Ann</b> of Acme" in page
    assert "Staff tees" in page


def test_a_look_is_on_record_with_who_looked(session, client_as, cast):
    look_as(client_as(OFFICE), cast.ann)
    look = session.scalars(sa.select(PortalSession)).one()
    entry = session.scalars(
        sa.select(AuditEntry).where(AuditEntry.subject == f"portal_sessions/{look.id}")
    ).one()
    assert entry.actor == "office"
    assert look.staff_user.username == "office"


def test_a_look_ends_after_an_hour_and_is_not_among_the_contacts_browsers(client_as, visiting, cast):
    browser = client_as(OFFICE)
    look_as(browser, cast.ann)
    assert visiting(cast.ann).get("/portal/account").text.count("Last seen") == 1
    with clock.told_time(clock.now() + LIFE_OF_A_LOOK):
        assert browser.get("/portal/").status_code == 303


def test_whoever_stops_looking_is_back_at_the_contact(client_as, cast):
    browser = client_as(MANAGER)
    look_as(browser, cast.ann)
    answer = browser.post("/portal/logout", data={"csrf_token": csrf_token(browser, "/portal/")})
    assert answer.location == f"/customer_contacts/show/{cast.ann.id}"
    assert browser.get("/portal/").status_code == 303


@pytest.mark.parametrize("role", [ARTIST, PRODUCTION, BOOKKEEPER])
def test_who_does_not_write_contacts_does_not_look_as_one(session, client_as, cast, role):
    browser = client_as(role)
    sent = {"csrf_token": csrf_token(browser, "/userinfo/")}
    assert browser.post(f"/customer_contacts/{cast.ann.id}/view_as", data=sent).status_code in (400, 403)
    assert session.scalars(sa.select(PortalSession)).all() == []


def test_nobody_looks_as_somebody_who_is_archived(session, client_as, cast):
    browser = client_as(OFFICE)
    cast.ann.archive()
    assert look_as(browser, cast.ann).location == f"/customer_contacts/show/{cast.ann.id}"
    assert session.scalars(sa.select(PortalSession)).all() == []


def test_a_browser_that_is_in_use_is_noted_once_in_a_while(session, visiting, cast):
    browser = visiting(cast.ann)
    opened = session.scalars(sa.select(PortalSession)).one()
    first = opened.last_seen_at
    browser.get("/portal/").close()
    session.refresh(opened)
    assert opened.last_seen_at == first
    with clock.told_time(clock.now() + SEEN_EVERY):
        browser.get("/portal/").close()
        session.rollback()
        assert opened.last_seen_at == clock.now()


def test_old_requests_for_links_are_forgotten(session, cast):
    now = clock.now()
    for days in (1, 40):
        asked = PortalSignIn(email="ann@acme.example", expires_at=now)
        asked.created_at = now - dt.timedelta(days=days)
        session.add(asked)
    session.commit()
    forget_old_requests(session)
    assert len(session.scalars(sa.select(PortalSignIn)).all()) == 1


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Linux"),
        ("curl/8.5", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_called_as_people_call_it(user_agent, name):
    assert name_of(user_agent) == name
