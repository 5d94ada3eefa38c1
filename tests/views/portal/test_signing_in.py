"""Signing in to the portal by mail: only whoever reads the mail, once, and nobody learns which addresses are known."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models.core import clock
from models.customers import CustomerContact
from models.notifications import NotificationQueue
from models.portal import LIFE_OF_A_LINK, LIFE_OF_A_SESSION, PortalSession, PortalSignIn
from models.portal.sign_ins import MOST_OF_AN_ADDRESS, MOST_OF_AN_EMAIL
from tests import on_sqlite
from tests.browsing import csrf_token, post_form

ANN = "ann@acme.example"


def ask(browser, email, **fields):
    return post_form(browser, "/portal/login", email=email, **fields)


def links(session):
    session.expire_all()
    return session.scalars(sa.select(PortalSignIn).order_by(PortalSignIn.id)).all()


def mailed(session):
    mails = sa.select(NotificationQueue.recipient_email).where(NotificationQueue.type == "PORTAL_SIGN_IN")
    return session.scalars(mails).all()


@pytest.fixture
def link(session, stranger):
    """Asks for a link to sign in as Ann and gives its address."""

    def asked(**fields) -> str:
        ask(stranger, ANN, **fields)
        return f"/portal/enter/{links(session)[-1].token()}"

    return asked


def test_a_link_signs_in_and_shows_the_portal(stranger, link, cast):
    address = link()
    assert stranger.get(address).status_code == 200
    answer = post_form(stranger, address)
    assert answer.location == "/portal/"
    assert "Your jobs" in stranger.get("/portal/").text


def test_a_link_works_once(shop, stranger, link, cast):
    address = link()
    post_form(stranger, address)
    replayed = shop.test_client().post(address, data={"csrf_token": "x"})
    assert replayed.status_code == 400
    other = shop.test_client()
    answer = other.post(address, data={"csrf_token": csrf_token(other, "/portal/login")})
    assert answer.status_code == 410
    assert "portal" not in answer.headers.get("Set-Cookie", "")


@on_sqlite
def test_a_link_is_over_after_fifteen_minutes(stranger, link, cast):
    address = link()
    with clock.told_time(clock.now() + LIFE_OF_A_LINK):
        assert stranger.get(address).status_code == 410


@on_sqlite
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_whoever_only_looks_at_a_link_uses_nothing_up(session, stranger, link, cast, method):
    address = link()
    for _ in range(3):
        getattr(stranger, method)(address, headers={"Sec-Purpose": "prefetch"})
    assert links(session)[-1].used_at is None
    assert session.scalar(sa.select(sa.func.count()).select_from(PortalSession)) == 0


@on_sqlite
@pytest.mark.parametrize("email", ["ANN@Acme.example ", "nobody@acme.example", "bob@rival.example"])
def test_the_answer_is_the_same_for_any_address(stranger, cast, email):
    known, other = ask(stranger, ANN), ask(stranger, email)
    assert other.status_code == known.status_code == 200
    assert other.text.replace(email.strip(), ANN) == known.text


@on_sqlite
def test_an_unknown_address_is_sent_nothing(session, stranger, cast):
    ask(stranger, "nobody@acme.example")
    assert mailed(session) == []


@on_sqlite
def test_an_archived_contact_is_sent_nothing(session, stranger, cast):
    cast.ann.archive()
    cast.acme.email = None
    ask(stranger, ANN)
    assert mailed(session) == []


@on_sqlite
def test_who_speaks_for_two_customers_gets_a_link_for_each(session, stranger, cast):
    session.add(CustomerContact(customer=cast.rival, name="Ann at Rival", email=ANN))
    ask(stranger, ANN)
    assert sorted(each.contact.customer.name for each in links(session)) == ["Acme", "Rival"]
    assert mailed(session) == [ANN, ANN]


@on_sqlite
def test_a_customer_without_contacts_comes_in_by_its_own_address(session, stranger, cast):
    cast.acme.email = "office@acme.example"
    ask(stranger, "office@acme.example")
    assert links(session)[-1].contact.customer is cast.acme


@on_sqlite
@pytest.mark.parametrize(
    "email", ["", "ann", "a@b@c", "x" * 250 + "@y.example", "ann@acme.example\r\nBcc: x@y"]
)
def test_what_is_no_address_is_told_so(session, stranger, email):
    answer = ask(stranger, email)
    assert answer.status_code == 422
    assert "This is no e-mail address" in answer.text
    assert links(session) == []


@on_sqlite
@pytest.mark.parametrize("email", [ANN, "nobody@acme.example"])
def test_an_address_is_sent_few_links_known_or_not(stranger, cast, email):
    token = csrf_token(stranger, "/portal/login")
    for _ in range(MOST_OF_AN_EMAIL):
        assert stranger.post("/portal/login", data={"email": email, "csrf_token": token}).status_code == 200
    answer = stranger.post("/portal/login", data={"email": email, "csrf_token": token})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    with clock.told_time(clock.now() + dt.timedelta(minutes=16)):
        assert stranger.post("/portal/login", data={"email": email, "csrf_token": token}).status_code == 200


@on_sqlite
def test_one_network_address_asks_for_few_people(stranger, cast):
    token = csrf_token(stranger, "/portal/login")
    answers = [
        stranger.post("/portal/login", data={"email": f"n{number}@acme.example", "csrf_token": token})
        for number in range(MOST_OF_AN_ADDRESS + 1)
    ]
    assert [answer.status_code for answer in answers] == [200] * MOST_OF_AN_ADDRESS + [429]


@on_sqlite
def test_signing_in_leads_back_to_the_page_that_was_wanted(stranger, link, cast):
    wanted = stranger.get("/portal/?step=ready").location
    assert wanted == "/portal/login?next=/portal/?step%3Dready"
    assert post_form(stranger, link(next="/portal/?step=ready")).location == "/portal/?step=ready"


@on_sqlite
@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/portal/",
        "//evil.example/portal/",
        "/\\evil.example",
        "/portal/\\evil",
        "javascript:alert(1)",
        "/jobs/list/",
        "/portal/enter/x",
        "/portalevil",
        "/portal/\r\nSet-Cookie: x=y",
    ],
)
def test_signing_in_never_leads_elsewhere(stranger, link, cast, elsewhere):
    assert post_form(stranger, link(next=elsewhere)).location == "/portal/"


@on_sqlite
def test_another_site_cannot_sign_a_browser_in(stranger, link, cast):
    answer = stranger.post(link(), headers={"Origin": "https://evil.example"})
    assert answer.status_code == 400


@on_sqlite
def test_the_cookie_is_the_portals_own_and_for_no_script(session, stranger, link, cast):
    answer = post_form(stranger, link())
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("portal="))
    assert "HttpOnly" in cookie
    assert "Path=/portal" in cookie
    assert "SameSite=Lax" in cookie
    stored = session.scalars(sa.select(PortalSession)).one()
    assert stored.token() in cookie
    assert stored.token() not in (stored.id, stored.token_hash)


@on_sqlite
def test_signing_out_ends_the_session_and_not_only_the_cookie(shop, visiting, cast):
    browser, thief = visiting(cast.ann), shop.test_client()
    thief.set_cookie("portal", browser.get_cookie("portal", path="/portal").value, path="/portal")
    assert thief.get("/portal/").status_code == 200
    token = csrf_token(browser, "/portal/account")
    assert browser.post("/portal/logout", data={"csrf_token": token}).location == "/portal/login"
    assert thief.get("/portal/").status_code == 303


@on_sqlite
def test_a_session_ends_after_ninety_days(visiting, cast):
    browser = visiting(cast.ann)
    with clock.told_time(clock.now() + LIFE_OF_A_SESSION):
        assert browser.get("/portal/").status_code == 303


@on_sqlite
def test_a_contact_who_is_archived_is_out_at_once(session, visiting, cast):
    browser = visiting(cast.ann)
    cast.ann.archive()
    assert browser.get("/portal/").status_code == 303
