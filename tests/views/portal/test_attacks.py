"""The portal under attack: malformed input, forged ids, races over HTTP, and what an answer gives away."""

from __future__ import annotations

import io
import threading

import pytest
import sqlalchemy as sa

from models.approvals import ApprovalDecision, ApprovalStatus
from models.approvals.comments import comment_on
from models.core.actor import Actor, acting_as
from models.core.base import new_id
from models.core.roles import ARTIST, OFFICE
from models.customers import Customer, CustomerContact
from models.jobs import Job, JobItem
from models.links import link_for
from models.messages import write_as_contact
from models.notifications import NotificationPreference, NotificationQueue
from models.notifications.unsubscribing import unsubscribe_token
from models.people import StaffUser
from models.portal import PortalSession, PortalSignIn, QuoteAnswer
from tests import on_sqlite
from tests.approvals import file_of
from tests.browsing import csrf_token, post_form
from tests.cast import USERS

from .proofs import asked_about_two
from .test_the_door import csrf_of

ANN = "ann@acme.example"


def at_the_same_moment(shop, *requests):
    """Send (browser, address, form) of each at the same moment; the answers in their order."""
    start, answers = threading.Barrier(len(requests), timeout=30), [None] * len(requests)

    def send(place, browser, address, data):
        start.wait()
        with shop.app_context():  # the plain client: the tests' own also acts as the test afterwards
            answers[place] = super(type(browser), browser).open(address, method="POST", data=data)

    threads = [
        threading.Thread(target=send, args=(place, *request)) for place, request in enumerate(requests)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


@pytest.fixture
def together(shop, session):
    """Send requests at the same moment, each by a browser of its own; the answers in their order."""

    def sent(*requests):
        session.commit()
        answers = at_the_same_moment(shop, *requests)
        session.rollback()
        return answers

    return sent


@pytest.fixture
def quote(session, cast):
    """A quote of Acme's that waits for an answer."""
    job = Job(title="Summer caps", customer=cast.acme, contact=cast.ann, quoted_amount="418.50")
    job.items = [JobItem(description="Cap", quantity=60)]
    session.add(job)
    session.flush()
    job.send_quote()
    session.commit()
    return job


NUL_IN_AN_ID = (
    "/portal/jobs/%00",
    "/portal/jobs/%00/quote",
    "/portal/jobs/%00/again",
    "/portal/messages/%00",
    "/portal/approvals/%00",
    "/portal/approvals/%00/certificate.pdf",
    "/portal/enter/%00",
    "/portal/unsubscribe/%00",
    "/portal/unsubscribe/%00.new_message.x",
    "/d/%00",
)


def test_an_id_that_no_database_can_hold_is_not_there(visiting, cast):
    browser = visiting(cast.ann)
    for address in NUL_IN_AN_ID:
        assert browser.get(address).status_code == 404, address


def test_fields_that_no_database_can_hold_are_refused(shop, session, visiting, cast):
    browser = visiting(cast.ann)
    token = csrf_of(shop, session, browser)
    request = asked_about_two(session, cast)
    for address, fields in (
        (f"/portal/messages/{cast.job.id}", {"text": "a\x00b"}),
        (f"/portal/messages/{cast.job.id}/read", {"up_to": "\x00"}),
        ("/portal/notifications/read", {"up_to": "\x00"}),
        ("/portal/quotes/new", {"title": "a\x00", "request": new_id()}),
        (f"/portal/approvals/{request.id}/notes", {"text": "a\x00b"}),
        (f"/portal/approvals/{request.id}/notes", {"text": "a", "parent": "\x00"}),
        (
            f"/portal/approvals/{request.id}/decide",
            {"decision": "REJECTED", "signature": "Ann\x00", "reason": "n"},
        ),
        (f"/portal/jobs/{cast.job.id}/rating", {"score": "5", "comment": "\x00"}),
    ):
        answer = browser.post(address, data={**fields, "csrf_token": token})
        assert answer.status_code < 500, (address, fields)


@on_sqlite
def test_who_is_signed_in_already_can_sign_in_as_somebody_else(session, visiting, stranger, cast):
    post_form(stranger, "/portal/login", email="bob@rival.example")
    link = session.scalars(sa.select(PortalSignIn)).one()
    browser = visiting(cast.ann)
    assert post_form(browser, f"/portal/enter/{link.token()}").status_code == 303


@on_sqlite
def test_who_is_signed_in_already_can_stop_mails_by_link(session, visiting, cast):
    address = f"/portal/unsubscribe/{unsubscribe_token(cast.bob.id, 'NEW_MESSAGE')}"
    assert post_form(visiting(cast.ann), address, by="page").status_code == 303


@on_sqlite
def test_an_archived_contact_is_sent_no_link_though_the_customer_has_that_address(session, stranger, cast):
    cast.ann.archive()
    assert post_form(stranger, "/portal/login", email=ANN).status_code == 200
    links = sa.select(NotificationQueue.id).where(NotificationQueue.type == "PORTAL_SIGN_IN")
    assert session.scalars(links).all() == []


@on_sqlite
def test_how_often_one_may_ask_does_not_tell_for_how_many_customers_somebody_speaks(session, stranger, cast):
    for number in range(3):
        customer = Customer(name=f"Club {number}")
        session.add(CustomerContact(customer=customer, name="Ann", email=ANN))
    session.commit()
    asked = [post_form(stranger, "/portal/login", email=ANN).status_code for _ in range(6)]
    unknown = [post_form(stranger, "/portal/login", email="no@body.example").status_code for _ in range(6)]
    assert asked == unknown


@on_sqlite
@pytest.mark.parametrize("amount", ["sNaN", "Infinity", "-0"])
def test_a_price_that_is_no_number_answers_no_quote(shop, session, visiting, cast, quote, amount):
    browser = visiting(cast.ann)
    link = link_for(session, quote)
    session.commit()
    fields = {"answer": "accept", "name": "Ann Becker", "amount": amount}
    token = csrf_of(shop, session, browser)
    inside = browser.post(f"/portal/jobs/{quote.id}/quote", data={**fields, "csrf_token": token})
    outside = shop.test_client().post(f"/d/{link.token()}/quote", data=fields)
    assert inside.status_code in (400, 409)
    assert outside.status_code in (400, 409)
    assert session.scalar(sa.select(sa.func.count()).select_from(QuoteAnswer)) == 0


HOSTILE_CERTIFICATES = {
    "half a character in the seal": '{"seal": "\\ud800"}',
    "half a character in a fact": '{"seal": "x", "a": "\\udfff"}',
    "half a character as a name": '{"seal": "x", "\\ud800": 1}',
    "deep": '{"seal": "x", "a": ' + "[" * 50_000 + "]" * 50_000 + "}",
    "rather deep": '{"seal": "x", "a": ' + "[" * 900 + "]" * 900 + "}",
    "a huge number": '{"seal": "x", "a": ' + "9" * 5_000 + "}",
    "no number": '{"seal": "x", "a": NaN, "b": -Infinity, "c": 1e999}',
    "NUL": '{"seal": "x", "certificate": "\\u0000"}',
    "broken": "{",
}


@on_sqlite
def test_a_certificate_made_to_break_us_is_none_of_ours(stranger, cast):
    for what, text in HOSTILE_CERTIFICATES.items():
        sent = (io.BytesIO(text.encode()), "certificate.json")
        answer = stranger.post("/portal/certificates", data={"certificate": sent})
        assert answer.status_code == 200, what
        assert "certificate of ours" in answer.text or "its seal does not fit" in answer.text, what


@on_sqlite
def test_nobody_chooses_where_their_request_stands_in_our_lists(shop, session, visiting, cast):
    browser = visiting(cast.ann)
    for id_ in ("7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "00000000000000000000000000", "x", ""):
        fields = {"title": "Caps", "request": id_, "csrf_token": csrf_of(shop, session, browser)}
        assert browser.post("/portal/quotes/new", data=fields).status_code == 400
        assert session.get(Job, id_) is None


@on_sqlite
def test_who_was_dismissed_does_not_look_as_a_contact_any_more(session, visiting, cast):
    browser = visiting(cast.ann, staff=OFFICE)
    assert browser.get("/portal/").status_code == 200
    session.scalars(sa.select(StaffUser).where(StaffUser.username == USERS[OFFICE])).one().active = False
    assert browser.get("/portal/").status_code == 303


def test_one_link_sent_four_times_at_once_opens_one_session(shop, session, stranger, together, cast):
    post_form(stranger, "/portal/login", email=ANN)
    address = f"/portal/enter/{session.scalars(sa.select(PortalSignIn)).one().token()}"
    browsers = [shop.test_client() for _ in range(4)]
    sent = [(each, address, {"csrf_token": csrf_token(each, address)}) for each in browsers]
    answers = together(*sent)
    assert sorted(each.status_code for each in answers) == [303, 410, 410, 410]
    assert session.scalar(sa.select(sa.func.count()).select_from(PortalSession)) == 1


def test_yes_and_no_to_a_quote_at_once_are_one_answer(shop, session, visiting, together, cast, quote):
    link = link_for(session, quote)
    browser, outside = visiting(cast.ann), shop.test_client()
    token = csrf_of(shop, session, browser)
    fields = {"name": "Ann Becker", "amount": "418.50"}
    answers = together(
        (browser, f"/portal/jobs/{quote.id}/quote", {**fields, "answer": "accept", "csrf_token": token}),
        (outside, f"/d/{link.token()}/quote", {**fields, "answer": "decline"}),
    )
    assert sorted(each.status_code for each in answers) == [303, 409]
    assert session.scalar(sa.select(sa.func.count()).select_from(QuoteAnswer)) == 1


def test_a_decision_sent_four_times_at_once_is_one_decision(shop, session, visiting, together, cast):
    request = asked_about_two(session, cast)
    marks = [check.mark for check in request.checks]
    browsers = [visiting(cast.ann) for _ in range(4)]
    sent = [
        (
            each,
            f"/portal/approvals/{request.id}/decide",
            {
                "decision": decision,
                "signature": "Ann Becker",
                "ticked": marks,
                "reason": "No",
                "csrf_token": csrf_of(shop, session, each),
            },
        )
        for each, decision in zip(browsers, ["APPROVED", "REJECTED"] * 2, strict=True)
    ]
    answers = together(*sent)
    assert sorted(each.status_code for each in answers) == [303, 409, 409, 409]
    assert session.scalar(sa.select(sa.func.count()).select_from(ApprovalDecision)) == 1


def test_unsubscribing_four_times_at_once_is_unsubscribing_once(shop, session, together, cast):
    address = f"/portal/unsubscribe/{unsubscribe_token(cast.ann.id, 'NEW_MESSAGE')}"
    answers = together(*[(shop.test_client(), address, {"List-Unsubscribe": "One-Click"}) for _ in range(4)])
    assert {each.status_code for each in answers} == {200}
    assert session.scalar(sa.select(sa.func.count()).select_from(NotificationPreference)) == 1


def test_the_same_request_sent_four_times_at_once_is_one_job(shop, session, visiting, together, cast):
    browser, id_ = visiting(cast.ann), new_id()
    fields = {"request": id_, "csrf_token": csrf_of(shop, session, browser)}
    others = [visiting(cast.ann) for _ in range(3)]
    sent = [(browser, f"/portal/jobs/{cast.job.id}/again", fields)]
    sent += [
        (each, f"/portal/jobs/{cast.job.id}/again", {**fields, "csrf_token": csrf_of(shop, session, each)})
        for each in others
    ]
    answers = together(*sent)
    assert {each.status_code for each in answers} == {303}
    assert session.scalar(sa.select(sa.func.count()).where(Job.title == cast.job.title)) == 2


def test_asking_twice_at_once_for_a_customers_own_address_makes_one_contact(shop, session, together, cast):
    session.add(Customer(name="Lone Pine", email="hello@lone.example"))
    session.commit()
    browsers = [shop.test_client() for _ in range(4)]
    sent = [
        (
            each,
            "/portal/login",
            {"email": "hello@lone.example", "csrf_token": csrf_token(each, "/portal/login")},
        )
        for each in browsers
    ]
    answers = together(*sent)
    assert {each.status_code for each in answers} == {200}
    made = sa.select(sa.func.count()).where(CustomerContact.email == "hello@lone.example")
    assert session.scalar(made) == 1


@on_sqlite
@pytest.mark.parametrize("change", [{"email": "zoe@acme.example"}, {"customer": "rival"}])
def test_who_was_a_contact_before_is_signed_out(session, visiting, cast, change):
    browser = visiting(cast.ann)
    for name, value in change.items():
        setattr(cast.ann, name, getattr(cast, value, value))
    assert browser.get("/portal/").status_code == 303


@on_sqlite
def test_a_link_does_not_sign_in_whoever_has_the_contact_now(session, stranger, cast):
    post_form(stranger, "/portal/login", email=ANN)
    address = f"/portal/enter/{session.scalars(sa.select(PortalSignIn)).one().token()}"
    cast.ann.email = "zoe@acme.example"
    assert stranger.get(address).status_code == 410


def test_deciding_while_a_new_version_takes_its_place_has_one_outcome(
    shop, session, visiting, cast, client_as
):
    request = asked_about_two(session, cast)
    design, newer = request.design, file_of(session, request.job, "trailhead-v3.png")
    ann, artist = visiting(cast.ann), client_as(ARTIST)
    fields = {"decision": "REJECTED", "signature": "Ann Becker", "reason": "No"}
    decision = {**fields, "csrf_token": csrf_of(shop, session, ann)}
    version = {"file_id": newer.id, "csrf_token": csrf_token(artist, "/designs/list/")}
    deeds = (
        (ann, f"/portal/approvals/{request.id}/decide", decision),
        (artist, f"/designs/{design.id}/add_version", version),
    )
    session.commit()  # after the ids were read: nothing holds the database while they are sent
    answers = at_the_same_moment(shop, *deeds)
    session.rollback()
    decided = session.scalar(sa.select(sa.func.count()).select_from(ApprovalDecision))
    assert (answers[0].status_code, request.status, decided) in (
        (303, ApprovalStatus.REJECTED, 1),
        (409, ApprovalStatus.SUPERSEDED, 0),
    )
    assert len(design.versions) == 3


HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{ 7*6151 }}"


def _pages_of(session, cast):
    request = asked_about_two(session, cast)
    request.design.name = request.job.title = cast.ann.name = HOSTILE
    write_as_contact(session, request.job, cast.ann, HOSTILE)
    file_of(session, request.job, HOSTILE).is_public = True
    with acting_as(Actor("customer", HOSTILE, cast.ann.id)):
        comment_on(request.design_version, HOSTILE)
    session.commit()
    inside = ("", "account", "files/", "messages/", f"messages/{request.job_id}", f"jobs/{request.job_id}")
    portal = [f"/portal/{each}" for each in (*inside, f"approvals/{request.id}", "approvals/", "quotes/new")]
    staff = [
        f"/designs/show/{request.design_id}",
        f"/jobs/show/{request.job_id}",
        "/customer_files/list/",
        "/messages/list/",
        f"/customer_contacts/show/{cast.ann.id}",
    ]
    return portal, staff


@on_sqlite
def test_what_people_write_is_text_on_every_page(session, cast, visiting, client_as):
    portal, staff = _pages_of(session, cast)
    for browser, addresses in ((visiting(cast.ann), portal), (client_as(OFFICE), staff)):
        for address in addresses:
            shown = browser.get(address)
            assert shown.status_code == 200, address
            assert "<img src=x" not in shown.text, address
            assert "<script>alert" not in shown.text, address
            assert "43057" not in shown.text, address


@on_sqlite
def test_a_title_with_line_ends_adds_no_line_to_a_mail(shop, session, visiting, cast):
    browser, id_ = visiting(cast.ann), new_id()
    fields = {"title": "Caps\r\nBcc: x@evil.example", "request": id_}
    browser.post("/portal/quotes/new", data={**fields, "csrf_token": csrf_of(shop, session, browser)})
    assert session.get_one(Job, id_).title == "Caps Bcc: x@evil.example"
