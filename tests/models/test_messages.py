"""The thread of a job: who said it, who is told, who has read it; and what is said of the finished job."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.core.actor import Actor, acting_as
from models.core.errors import InvalidValue, RuleBroken
from models.core.roles import OFFICE
from models.customers import CustomerContact
from models.messages import (
    JobRating,
    Message,
    MessageChannel,
    MessageSide,
    mark_read_by,
    may_rate,
    rate,
    thread,
    unread_by_contact,
    unread_from_customers,
    write_as_contact,
)
from models.notifications import ContactNotification, NotificationQueue, StaffNotification
from models.notifications.inbox import unread_count as unread_behind_bell
from models.people import StaffUser


@pytest.fixture
def ann(session, cast):
    for mail in session.scalars(sa.select(NotificationQueue)):
        session.delete(mail)
    for told in session.scalars(sa.select(ContactNotification)):
        session.delete(told)
    session.commit()
    return session.scalars(sa.select(CustomerContact).where(CustomerContact.name == "Ann")).one()


@pytest.fixture
def office(session):
    user = session.scalars(sa.select(StaffUser).where(StaffUser.username == "office")).one()
    return Actor("staff", "office", str(user.id), frozenset({OFFICE}))


@pytest.fixture
def ask(session, ann, cast):
    """Ann writes about the job in the portal."""

    def ask(text="Can Dana pick them up?"):
        with acting_as(Actor("customer", "Ann", ann.id)):
            said = write_as_contact(session, cast.job, ann, text)
            session.commit()
        return said

    return ask


@pytest.fixture
def answer(session, office, cast):
    """The office writes about the job."""

    def answer(text="Of course.", **more):
        with acting_as(office):
            said = Message(job=cast.job, text=text, **more)
            session.add(said)
            session.commit()
        return said

    return answer


@pytest.fixture
def completed(session, cast):
    for verb in ("send_to_quality_check", "pack", "ready_for_pickup", "complete"):
        getattr(cast.job, verb)()
    session.commit()
    return cast.job


def found(session, query):
    return list(session.scalars(query))


def mails(session):
    queued = session.scalars(sa.select(NotificationQueue).order_by(NotificationQueue.id))
    return [(mail.type, mail.recipient_email) for mail in queued]


def test_what_a_customer_writes_waits_on_the_desk_and_is_mailed_to_the_office(session, ask):
    said = ask()
    assert (said.side, said.channel) == (MessageSide.CUSTOMER, MessageChannel.PORTAL)
    assert found(session, unread_from_customers()) == [said]
    assert mails(session) == [("MESSAGE_FROM_CUSTOMER", "office@687merch.example")]


def test_an_answer_is_told_to_who_asked_and_takes_the_question_off_the_desk(session, ask, answer, ann):
    ask()
    said = answer()
    assert (said.side, said.staff_user.username) == (MessageSide.SHOP, "office")
    assert found(session, unread_from_customers()) == []
    assert ("NEW_MESSAGE", "ann@acme.example") in mails(session)
    assert found(session, unread_by_contact(ann)) == [said]


def test_every_message_is_mailed_and_none_supersedes_another(session, ann, answer):
    answer("One")
    answer("Two")
    assert mails(session) == [("NEW_MESSAGE", "ann@acme.example")] * 2


def test_a_call_that_is_logged_is_the_customers_and_tells_nobody(session, ann, answer):
    said = answer("When is it ready?", channel=MessageChannel.PHONE, contact=ann)
    assert (said.side, said.staff_user.username, said.contact) == (MessageSide.CUSTOMER, "office", ann)
    assert mails(session) == []
    assert found(session, unread_from_customers()) == []


def test_a_person_has_read_up_to_what_they_saw_and_no_further(session, ann, cast, answer):
    first, second = answer("One"), answer("Two")
    mark_read_by(session, ann, cast.job, up_to=first.id)
    session.commit()
    assert found(session, unread_by_contact(ann)) == [second]
    mark_read_by(session, ann, cast.job, up_to=second.id)
    mark_read_by(session, ann, cast.job, up_to=first.id)
    session.commit()
    assert found(session, unread_by_contact(ann)) == []


def test_who_has_read_the_thread_is_not_told_of_it_behind_the_bell_any_more(session, ann, cast, answer):
    said = answer()
    assert unread_behind_bell(session, ann) == 1
    mark_read_by(session, ann, cast.job, up_to=said.id)
    session.commit()
    assert unread_behind_bell(session, ann) == 0


def test_each_person_of_a_customer_reads_for_themselves(session, ann, cast, answer):
    dana = CustomerContact(customer=cast.acme, name="Dana", email="dana@acme.example")
    session.add(dana)
    session.commit()
    said = answer()
    mark_read_by(session, ann, cast.job, up_to=said.id)
    session.commit()
    assert found(session, unread_by_contact(dana)) == [said]


def test_a_job_that_goes_to_another_customer_leaves_its_thread_behind(session, ask, cast):
    said = ask()
    cast.job.customer = cast.rival
    session.commit()
    bob = session.scalars(sa.select(CustomerContact).where(CustomerContact.name == "Bob")).one()
    assert found(session, thread(cast.job)) == []
    assert found(session, unread_by_contact(bob)) == []
    assert said.customer == cast.acme


def test_what_was_said_is_not_changed(session, ask):
    said = ask()
    said.text = "I never said that."
    with pytest.raises(RuleBroken, match="further message"):
        session.commit()


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_message_is_refused(session, ann, cast, text):
    with pytest.raises(InvalidValue, match="Write something"):
        write_as_contact(session, cast.job, ann, text)


def test_nobody_of_another_customer_asks_about_the_job(session, cast, answer):
    bob = session.scalars(sa.select(CustomerContact).where(CustomerContact.name == "Bob")).one()
    with pytest.raises(InvalidValue, match="belongs to Rival"):
        answer("When?", channel=MessageChannel.PHONE, contact=bob)


def test_a_finished_job_is_rated_once_by_each_person(session, completed, ann):
    assert may_rate(session, completed, ann)
    rate(session, completed, ann, 5, " Lovely. ")
    session.commit()
    assert not may_rate(session, completed, ann)
    with pytest.raises(RuleBroken, match="already"):
        rate(session, completed, ann, 1)
    assert session.scalars(sa.select(JobRating.comment)).one() == "Lovely."


def test_a_job_that_is_not_finished_is_not_rated(session, cast, ann):
    assert not may_rate(session, cast.job, ann)
    with pytest.raises(RuleBroken, match="not complete"):
        rate(session, cast.job, ann, 5)


@pytest.mark.parametrize("score", [0, 6])
def test_a_rating_is_on_the_scale(session, completed, ann, score):
    with pytest.raises(InvalidValue):
        rate(session, completed, ann, score)


def test_a_poor_rating_is_told_to_the_managers(session, completed, ann):
    rate(session, completed, ann, 2, "The print is crooked.")
    session.commit()
    told = session.scalars(sa.select(StaffNotification).where(StaffNotification.role == "Manager")).one()
    assert "2 of 5" in told.text
    assert "The print is crooked." in told.text
