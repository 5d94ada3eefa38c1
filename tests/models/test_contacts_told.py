"""Telling a customer's person: as they chose, once, and without losing other news of the job."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.core.errors import InvalidValue
from models.customers import CustomerContact
from models.notifications import (
    ContactNotification,
    CustomerEvent,
    NotificationQueue,
    NotificationStatus,
    tell_contact,
)
from models.notifications.preferences import Wish, choose

E = CustomerEvent


@pytest.fixture
def ann(session, cast):
    for mail in session.scalars(sa.select(NotificationQueue)):
        session.delete(mail)
    for told in session.scalars(sa.select(ContactNotification)):
        session.delete(told)
    session.commit()
    return session.scalars(sa.select(CustomerContact).where(CustomerContact.name == "Ann")).one()


@pytest.fixture
def tell(session, ann, cast):
    def tell(event=E.NEW_MESSAGE, key="one", **more):
        told = tell_contact(
            session, ann, event, text="Dana wrote.", path="/portal/messages/", dedup_key=key, **more
        )
        session.commit()
        return told

    return tell


def mails(session):
    return [
        (mail.type, mail.status.value)
        for mail in session.scalars(sa.select(NotificationQueue).order_by(NotificationQueue.id))
    ]


def test_without_a_choice_a_person_is_told_in_the_portal_and_by_mail_at_once(tell, ann):
    told = tell()
    assert (told.notification.in_app, told.notification.awaits_digest) == (True, False)
    assert (told.mail.type, told.mail.recipient_email) == ("NEW_MESSAGE", "ann@acme.example")
    assert told.mail.contact == ann


def test_one_thing_is_told_once(session, tell):
    tell()
    again = tell()
    assert (again.notification, again.mail) == (None, None)
    assert mails(session) == [("NEW_MESSAGE", "PENDING")]


def test_who_wants_a_summary_gets_no_mail_at_once(session, tell, ann):
    choose(session, ann, E.NEW_MESSAGE, Wish(digest=True))
    told = tell()
    assert told.mail is None
    assert told.notification.awaits_digest


def test_who_wants_no_mail_is_told_in_the_portal_alone(session, tell, ann):
    choose(session, ann, E.NEW_MESSAGE, Wish(email=False))
    told = tell()
    assert told.mail is None
    assert (told.notification.in_app, told.notification.awaits_digest) == (True, False)


def test_who_wants_neither_is_left_alone(session, tell, ann):
    choose(session, ann, E.NEW_MESSAGE, Wish(email=False, in_app=False))
    told = tell()
    assert (told.notification, told.mail) == (None, None)


def test_an_approval_cannot_wait_for_a_summary(session, ann):
    with pytest.raises(InvalidValue, match="holds up the order"):
        choose(session, ann, E.DESIGN_APPROVAL_REQUEST, Wish(digest=True))


def test_somebody_archived_is_told_nothing(session, tell, ann):
    ann.archive()
    told = tell()
    assert (told.notification, told.mail) == (None, None)


def test_news_of_the_status_and_of_a_message_do_not_supersede_each_other(session, tell, cast):
    tell(E.JOB_STATUS_UPDATE, key="status", job=cast.job, topic="status")
    tell(E.NEW_MESSAGE, key="message", job=cast.job)
    cast.job.send_to_quality_check()
    cast.job.pack()
    cast.job.ready_for_pickup()
    session.commit()
    assert mails(session) == [
        ("JOB_STATUS_UPDATE", NotificationStatus.CANCELLED),
        ("NEW_MESSAGE", NotificationStatus.PENDING),
        ("JOB_STATUS_UPDATE", NotificationStatus.PENDING),
    ]


def test_a_step_of_a_job_is_told_in_the_portal_too(session, ann, cast):
    for verb in ("send_to_quality_check", "pack", "ready_for_pickup"):
        getattr(cast.job, verb)()
    session.commit()
    told = session.scalars(sa.select(ContactNotification)).one()
    assert told.text == f"{cast.job.number} Staff tees: Your order is ready."
    assert told.url == f"/portal/jobs/{cast.job.id}"
