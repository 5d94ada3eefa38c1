"""Messages, notifications, preferences and ratings in the portal, and stopping mails by their link."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.core.actor import Actor, acting_as
from models.customers import CustomerContact
from models.messages import JobRating, Message, MessageRead, MessageSide
from models.notifications import ContactNotification, CustomerEvent, tell_contact
from models.notifications.preferences import Wish, choose, wish_of
from models.notifications.unsubscribing import unsubscribe_token
from models.people import StaffUser
from tests import on_sqlite
from tests.browsing import csrf_token, post_form

pytestmark = on_sqlite

E = CustomerEvent


def send(browser, address, *, seen_at, **data):
    """Post to an address whose form stands on another page."""
    return browser.post(address, data={**data, "csrf_token": csrf_token(browser, seen_at)})


@pytest.fixture
def inside(visiting, cast):
    """Ann's browser."""
    return visiting(cast.ann)


@pytest.fixture
def answered(session, cast):
    """The office wrote about the job."""
    user = session.scalars(sa.select(StaffUser).where(StaffUser.username == "office")).one()
    with acting_as(Actor("staff", "office", str(user.id))):
        said = Message(job=cast.job, text="Of course. <b>Ask</b> her to come.")
        session.add(said)
        session.commit()
    return said


def address(cast):
    return f"/portal/messages/{cast.job.id}"


def test_a_message_is_written_and_shown_in_the_thread(session, inside, cast):
    answer = post_form(inside, address(cast), text="Can Dana pick them up?")
    assert answer.status_code == 303
    said = session.scalars(sa.select(Message)).one()
    assert (said.contact, said.side, said.job) == (cast.ann, MessageSide.CUSTOMER, cast.job)
    assert "Can Dana pick them up?" in inside.get(address(cast)).text


def test_a_button_pressed_twice_writes_one_message(session, inside, cast):
    for _ in range(2):
        post_form(inside, address(cast), text="Can Dana pick them up?")
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 1


@pytest.mark.parametrize(("text", "why"), [(" \n", "Write something"), ("x" * 4001, "at most 4,000")])
def test_what_cannot_be_sent_says_why_and_is_kept(session, inside, cast, text, why):
    answer = post_form(inside, address(cast), text=text)
    assert answer.status_code == 422
    assert why in answer.text
    assert text.strip() in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 0


def test_what_is_typed_is_text_and_not_markup(inside, cast, answered):
    shown = inside.get(address(cast)).text
    assert "&lt;b&gt;Ask&lt;/b&gt;" in shown
    assert "<b>Ask</b>" not in shown


def test_reading_is_noted_by_a_post_and_not_by_looking(session, inside, cast, answered):
    inside.get(address(cast))
    assert session.scalar(sa.select(sa.func.count()).select_from(MessageRead)) == 0
    assert "1<span" in inside.get("/portal/messages/").text
    send(inside, f"{address(cast)}/read", seen_at=address(cast), up_to=answered.id)
    assert session.scalars(sa.select(MessageRead.read_up_to)).one() == answered.id
    assert "Mark as read" not in inside.get(address(cast)).text


@pytest.mark.parametrize("up_to", ["", "\x00", "ÿ" * 26, "x" * 5000])
def test_reading_up_to_nothing_known_reads_nothing(session, inside, cast, answered, up_to):
    for path in (address(cast), "/portal/notifications"):
        answer = send(inside, f"{path}/read", seen_at="/portal/preferences", up_to=up_to)
        assert answer.status_code == 404
    assert session.scalar(sa.select(sa.func.count()).select_from(MessageRead)) == 0


def test_a_message_with_characters_that_cannot_be_kept_is_refused(session, inside, cast):
    assert post_form(inside, address(cast), text="a\x00b").status_code == 422
    assert session.scalars(sa.select(Message)).all() == []


def test_the_threads_show_the_last_that_was_said_and_by_whom(inside, answered):
    shown = inside.get("/portal/messages/").text
    assert "Office, the shop: Of course." in shown


def test_staff_who_look_are_offered_nothing_to_write(visiting, cast, answered):
    shown = visiting(cast.ann, staff="Office").get(address(cast)).text
    assert "<textarea" not in shown
    assert "Mark as read" not in shown


@pytest.fixture
def told(session, cast):
    """Ann was told of a file."""
    made = tell_contact(
        session, cast.ann, E.NEW_FILE, text="A file is there.", path="/portal/account", dedup_key="file"
    )
    session.commit()
    return made.notification


def test_following_a_notification_reads_it_and_leads_to_its_page(session, inside, told):
    answer = send(inside, f"/portal/notifications/{told.id}", seen_at="/portal/notifications")
    assert answer.location == "/portal/account"
    session.refresh(told)
    assert told.read_at is not None


def test_a_notification_of_a_colleague_is_not_there(session, visiting, cast, told):
    dana = CustomerContact(customer=cast.acme, name="Dana", email="dana@acme.example")
    session.add(dana)
    session.commit()
    browser = visiting(dana)
    assert "A file is there." not in browser.get("/portal/notifications").text
    answer = send(browser, f"/portal/notifications/{told.id}", seen_at="/portal/preferences")
    assert answer.status_code == 404


def test_all_that_was_shown_is_marked_as_read(session, inside, told):
    send(inside, "/portal/notifications/read", seen_at="/portal/notifications", up_to=told.id)
    unread = sa.select(ContactNotification).where(ContactNotification.read_at.is_(None))
    assert session.scalars(unread).all() == []


def fields(**chosen):
    """The form of preferences: as without a choice, but for `chosen` (event to now, daily or never)."""
    given = {f"mail_{event.value}": chosen.get(event.value, "now") for event in E}
    return given | {f"in_app_{event.value}": "yes" for event in E}


def test_what_is_chosen_is_kept(session, inside, cast):
    answer = post_form(inside, "/portal/preferences", **fields(NEW_MESSAGE="daily", NEW_FILE="never"))
    assert answer.status_code == 303
    assert wish_of(session, cast.ann, E.NEW_MESSAGE) == Wish(digest=True)
    assert wish_of(session, cast.ann, E.NEW_FILE) == Wish(email=False)
    assert "Your choices are kept" in inside.get(answer.location).text


@pytest.mark.parametrize("chosen", ["often", "daily"])
def test_an_approval_waits_for_no_summary_and_a_choice_must_be_one(session, inside, cast, chosen):
    answer = post_form(inside, "/portal/preferences", **fields(DESIGN_APPROVAL_REQUEST=chosen))
    assert answer.status_code == 422
    assert wish_of(session, cast.ann, E.DESIGN_APPROVAL_REQUEST) == Wish()


@pytest.fixture
def stopping(cast):
    """The address that stops Ann's mails of messages."""
    return f"/portal/unsubscribe/{unsubscribe_token(cast.ann.id, E.NEW_MESSAGE)}"


def test_one_bare_post_stops_the_mails_without_cookie_or_token(session, stranger, stopping, cast):
    answer = stranger.post(stopping, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert wish_of(session, cast.ann, E.NEW_MESSAGE) == Wish(email=False)
    assert "Set-Cookie" not in answer.headers


def test_looking_at_the_link_stops_nothing(session, stranger, stopping, cast):
    assert "Stop mails about messages from the shop?" in stranger.get(stopping).text
    stranger.head(stopping)
    assert wish_of(session, cast.ann, E.NEW_MESSAGE) == Wish()


def test_stopping_twice_is_stopping_once(session, stranger, stopping, cast):
    choose(session, cast.ann, E.NEW_MESSAGE, Wish(in_app=False))
    session.commit()
    for _ in range(2):
        assert stranger.post(stopping).status_code == 200
    assert wish_of(session, cast.ann, E.NEW_MESSAGE) == Wish(email=False, in_app=False)


def test_the_button_of_the_page_leads_back_to_it(stranger, stopping):
    answer = stranger.post(stopping, data={"by": "page"})
    assert answer.location == stopping
    assert "You get no more mails about messages from the shop" in stranger.get(stopping).text


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_was_never_given_out_is_not_there(stranger, stopping, method):
    assert getattr(stranger, method)(f"{stopping[:-1]}~").status_code == 404


@pytest.fixture
def completed(session, cast):
    for verb in ("send_to_quality_check", "pack", "ready_for_pickup", "complete"):
        getattr(cast.job, verb)()
    session.commit()
    return cast.job


def rate(browser, job, **fields):
    return send(browser, f"/portal/jobs/{job.id}/rating", seen_at="/portal/preferences", **fields)


def test_a_finished_job_is_rated(session, inside, completed, cast):
    assert rate(inside, completed, score="4", comment="Nice").status_code == 303
    said = session.scalars(sa.select(JobRating)).one()
    assert (said.score, said.comment, said.contact) == (4, "Nice", cast.ann)


def test_a_second_answer_changes_nothing(session, inside, completed):
    rate(inside, completed, score="4")
    assert rate(inside, completed, score="1").status_code == 409
    assert session.scalars(sa.select(JobRating.score)).all() == [4]


@pytest.mark.parametrize("score", ["", "0", "6", "five", "٤", "99"])
def test_an_answer_is_a_number_from_1_to_5(session, inside, completed, score):
    assert rate(inside, completed, score=score).status_code == 422
    assert session.scalars(sa.select(JobRating)).all() == []
