"""What time does to requests: reminders to those who have not decided, expiry; and what is looked at again."""

import datetime as dt

import pytest

from models.approvals import ApprovalStatus, Rule, hashes
from models.approvals.by_time import approvers_to_remind, due_reminder, requests_to_expire
from models.core import clock
from models.core.errors import RuleBroken
from models.gates import GateStatus
from models.notifications import NotificationQueue
from tests.approvals import (
    APPROVED,
    all_ticked,
    art_gate,
    ask,
    colleague,
    decide,
    drawn,
    unapproved_job,
    workflow_of,
)

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def job(session, cast):
    return unapproved_job(session, cast)


@pytest.fixture
def asked(session, job, cast):
    dana = colleague(session, cast.ann, "Dana")
    return ask(session, drawn(session, job).versions[0], workflow_of(session, Rule.ALL_OF, cast.ann, dana))


def stages_at(session, request, moment):
    with clock.told_time(moment):
        return {approver.contact.name: due_reminder(approver) for approver in request.approvers}


def test_a_reminder_falls_due_before_at_and_after_the_due_time(session, asked):
    due = asked.due_date
    assert stages_at(session, asked, due - 25 * HOUR) == {"Ann": 0, "Dana": 0}
    assert stages_at(session, asked, due - 24 * HOUR) == {"Ann": 1, "Dana": 1}
    assert stages_at(session, asked, due) == {"Ann": 2, "Dana": 2}
    assert stages_at(session, asked, due + 24 * HOUR) == {"Ann": 3, "Dana": 3}


def test_who_has_decided_is_reminded_no_more(session, asked, cast):
    decide(session, asked, cast.ann)
    with clock.told_time(asked.due_date):
        (left,) = approvers_to_remind(session)
    assert left == next(each.id for each in asked.approvers if each.contact.name == "Dana")


def test_a_reminder_is_sent_once(session, asked):
    with clock.told_time(asked.due_date):
        asked.approvers[0].remind(due_reminder(asked.approvers[0]))
        session.commit()
        assert due_reminder(asked.approvers[0]) == 0
    mails = session.query(NotificationQueue).filter_by(type="DESIGN_APPROVAL_REMINDER")
    assert [mail.recipient_email for mail in mails] == ["ann@acme.example"]


def test_a_clock_that_stood_still_reminds_once_not_three_times(session, asked):
    with clock.told_time(asked.due_date + 9 * DAY):
        assert due_reminder(asked.approvers[0]) == 3


def test_who_is_not_at_turn_is_not_reminded(session, job, cast):
    dana = colleague(session, cast.ann, "Dana")
    request = ask(
        session, drawn(session, job).versions[0], workflow_of(session, Rule.IN_SEQUENCE, cast.ann, dana)
    )
    with clock.told_time(request.due_date):
        assert len(approvers_to_remind(session)) == 1


def test_a_request_expires_after_its_days_and_tells_the_gate(session, asked, job):
    with clock.told_time(asked.expires_at - HOUR):
        assert requests_to_expire(session) == []
    with clock.told_time(asked.expires_at):
        assert requests_to_expire(session) == [asked.id]
    asked.expire()
    session.commit()
    assert asked.status == ApprovalStatus.EXPIRED
    assert "did not answer" in art_gate(job).reason


def test_an_expired_request_is_answered_by_nobody(session, asked, cast):
    asked.expire()
    session.commit()
    with pytest.raises(RuleBroken, match="expired"):
        asked.decide(cast.ann.id, APPROVED, "Ann Becker", all_ticked(asked))


@pytest.fixture
def approved(session, job, cast):
    request = ask(session, drawn(session, job).versions[0])
    decide(session, request, cast.ann)
    return request


@pytest.fixture
def stored(monkeypatch):
    """What the storage says the hash of each file is: what was written, unless a test alters it."""
    found = {}
    monkeypatch.setattr(hashes, "_hasher", lambda file: found.get(file.id, file.sha256))
    return found


def test_a_file_that_is_as_approved_is_noted(session, approved, stored):
    with clock.told_time(clock.now() + 2 * DAY):
        assert hashes.approvals_to_look_at(session) == [approved.id]
        assert hashes.look_again(approved)
        session.commit()
        assert hashes.approvals_to_look_at(session) == []


def test_an_altered_file_makes_the_art_gate_fall(session, approved, stored, job):
    stored[approved.design_version.file_id] = "0" * 64
    assert not hashes.look_again(approved)
    session.commit()
    assert art_gate(job).status == GateStatus.BLOCKED
    assert "not the one that was approved" in art_gate(job).reason


def test_an_altered_file_is_not_printed(session, approved, stored, job):
    job.begin_prep()
    next(gate for gate in job.gates if gate.gate == "blanks").mark_passed()
    job.mark_ready()
    session.commit()
    stored[approved.design_version.file_id] = None
    job.start_production()
    with pytest.raises(RuleBroken, match="Restore it from a backup"):
        session.commit()
