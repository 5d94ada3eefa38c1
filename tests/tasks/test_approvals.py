"""What clock and worker do for approvals: mails that arrive, reminders that stop, certificates that are made."""

import datetime as dt

import pytest

from models.approvals import ApprovalStatus
from models.core import clock
from tasks.approvals import expire_requests, make_certificates, remind_approvers
from tasks.outbox import drain
from tests import on_sqlite
from tests.approvals import CHANGES, ask, decide, drawn, unapproved_job

from .smtp import text_of

pytestmark = on_sqlite


@pytest.fixture
def asked(session, cast, outbox):
    return ask(session, drawn(session, unapproved_job(session, cast)).versions[0])


def arrived(smtp, session):
    """The subjects of the mails that the server took, after all due ones were sent, a year from now too."""
    session.commit()
    with clock.told_time(clock.now() + dt.timedelta(days=365)):
        drain()
    return [message["Subject"] for message in smtp.messages]


def test_the_approver_gets_a_mail_that_approves_nothing_by_itself(smtp, session, asked):
    arrived(smtp, session)
    mail = next(each for each in smtp.messages if "ready for approval" in each["Subject"])
    text = text_of(mail)
    assert f"/portal/approvals/{asked.id}" in text
    assert "This mail approves nothing by itself: you decide on the page." in text


def test_a_reminder_goes_to_who_has_not_decided_and_stops_on_the_decision(smtp, session, asked, cast):
    with clock.told_time(asked.due_date):
        remind_approvers(session)
        remind_approvers(session)
    assert sum("still waits" in subject for subject in arrived(smtp, session)) == 1
    decide(session, asked, cast.ann)
    with clock.told_time(asked.due_date + dt.timedelta(days=2)):
        remind_approvers(session)
    assert sum("still waits" in subject for subject in arrived(smtp, session)) == 1


def test_a_reminder_that_waits_to_be_sent_is_dropped_when_the_answer_comes_first(smtp, session, asked, cast):
    with clock.told_time(asked.due_date):
        remind_approvers(session)
    decide(session, asked, cast.ann)
    assert not any("still waits" in subject for subject in arrived(smtp, session))


def test_the_clock_expires_what_nobody_answered(session, asked):
    with clock.told_time(asked.expires_at):
        expire_requests(session)
    session.expire_all()
    assert asked.status == ApprovalStatus.EXPIRED


def test_the_artist_learns_by_mail_what_to_change(smtp, session, asked, cast):
    decide(session, asked, cast.ann, CHANGES, "Make the sun orange")
    arrived(smtp, session)
    mail = next(each for each in smtp.messages if "Changes are requested" in each["Subject"])
    assert mail["To"] == "artist@687merch.example"
    assert "Make the sun orange" in text_of(mail)


def test_the_certificate_is_made_and_mailed_to_the_approver(smtp, session, asked, cast):
    decide(session, asked, cast.ann)
    make_certificates(session)
    arrived(smtp, session)
    mail = next(each for each in smtp.messages if "Your design is approved" in each["Subject"])
    assert asked.design_version.sha256 in text_of(mail)
    assert asked.certificate.is_available
