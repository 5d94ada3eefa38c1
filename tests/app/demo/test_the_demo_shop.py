"""The demo shop is believable: all that happens in a shop happened in it, and its facts agree."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from werkzeug.security import check_password_hash

from app.demo import hours
from app.demo.people import STAFF
from models.approvals import ApprovalDecision, DesignApprovalRequest
from models.catalog import Material
from models.core import clock
from models.core.audit import AuditEntry
from models.core.base import db
from models.customers import Customer, CustomerContact
from models.files import CustomerFile
from models.gates import JobGate
from models.jobs import ACTIVE, Job, JobStatus, JobStatusUpdate
from models.messages import JobRating, Message
from models.notifications import ContactNotification, NotificationQueue, StaffNotification
from models.people import StaffUser
from tests.app.demo import invariants


@pytest.fixture(scope="module")
def session(make):
    """The session of a demo shop with six weeks of past."""
    with make(weeks=6):
        yield db.session()


@pytest.mark.parametrize("check", invariants.CHECKS, ids=lambda check: check.__name__)
def test_it_agrees_with_itself(check, session):
    check(session)


def test_there_is_a_job_in_every_status(session):
    assert set(session.scalars(sa.select(Job.status))) == set(JobStatus)


def test_every_kind_of_move_was_made(session):
    moves = set(session.scalars(sa.select(JobStatusUpdate.verb)))
    assert moves >= {"remake", "hold", "resume", "cancel", "reopen", "step_back", "decline", "expire"}
    assert moves >= {"revise_quote", "accept_quote", "pack", "ready_for_pickup", "ship", "complete"}


def test_orders_were_changed_and_taken_as_a_rush(session):
    verbs = " ".join(session.scalars(sa.select(AuditEntry.verbs)))
    assert "change_order" in verbs
    assert "accept_rush" in verbs


def test_people_of_each_role_customers_and_the_clock_acted(session):
    names = set(session.scalars(sa.select(AuditEntry.actor)))
    contacts = set(session.scalars(sa.select(CustomerContact.name)))
    assert names >= {"owner", "manager", "office", "artist", "printer", "bookkeeper", "Clock"}
    assert names & contacts


def test_ids_follow_the_simulated_time(session):
    for column in (Job.created_at, JobStatusUpdate.created_at, AuditEntry.at):
        moments = session.scalars(sa.select(column).order_by(column.class_.id)).all()
        assert moments == sorted(moments)


def test_the_shop_is_full_but_not_absurdly_so(session):
    active = session.scalar(sa.select(sa.func.count(Job.id)).where(Job.status.in_(ACTIVE)))
    assert 15 <= active <= 80


def test_due_dates_lie_ahead_and_behind(session):
    due = session.scalars(sa.select(Job.due_on).where(Job.status.in_(ACTIVE))).all()
    assert min(due) < clock.shop_day() < max(due)


def test_every_job_is_due_on_a_working_day(session):
    assert all(hours.is_workday(due) for due in session.scalars(sa.select(Job.due_on)))


def test_people_move_jobs_only_while_the_shop_is_open(session):
    by_people = sa.select(JobStatusUpdate.created_at).where(
        JobStatusUpdate.verb.not_in(["expire", "complete", "lose_readiness"])
    )
    for moment in map(clock.shop_time, session.scalars(by_people)):
        assert hours.is_workday(moment.date())
        assert hours.OPENS <= moment.hour + moment.minute / 60 <= hours.CLOSES


def test_a_blocked_gate_has_a_reason_and_some_an_expected_day(session):
    blocked = session.scalars(sa.select(JobGate).where(JobGate.status == "BLOCKED")).all()
    assert any(gate.expected_on for gate in blocked)


def test_every_role_signs_in_with_the_demo_password(session):
    users = session.scalars(sa.select(StaffUser)).all()
    assert {user.username for user in users} == set(STAFF)
    assert check_password_hash(users[0].password, "Demo-687-merch!")


def test_ann_speaks_for_acme_and_bob_for_rival(session):
    found = sa.select(Customer.name, CustomerContact.email).join(CustomerContact.customer)
    assert {("Acme", "ann@acme.example"), ("Rival", "bob@rival.example")} <= set(session.execute(found))


def test_only_mails_of_the_last_days_wait(session):
    waiting = session.scalars(sa.select(NotificationQueue).where(NotificationQueue.status == "PENDING")).all()
    assert waiting
    assert all(mail.created_at > clock.now() - dt.timedelta(days=2) for mail in waiting)


def test_some_stock_is_low_and_staff_have_read_old_news(session):
    assert session.scalars(
        sa.select(Material).where(Material.quantity_on_hand < Material.reorder_point)
    ).all()
    old = StaffNotification.created_at < clock.now() - dt.timedelta(days=6)
    assert (
        session.scalars(sa.select(StaffNotification).where(old, StaffNotification.read_at.is_(None))).all()
        == []
    )


def test_people_and_numbers_are_invented(session):
    contacts = session.scalars(sa.select(CustomerContact)).all()
    assert all(contact.email.endswith(".example") for contact in contacts)
    assert all(" 555-01" in contact.phone for contact in contacts if contact.phone)


def test_ann_has_a_design_of_two_versions_to_decide_on(session):
    waiting = sa.select(DesignApprovalRequest).join(DesignApprovalRequest.customer)
    request = session.scalars(
        waiting.where(Customer.name == "Acme", DesignApprovalRequest.status == "PENDING")
    ).one()
    assert request.design_version.number == 2
    assert all(version.file.preview_key for version in request.design.versions)
    assert {note.design_version.number for note in request.design.comments if note.is_pinned} == {1, 2}


def test_customers_use_their_portal(session):
    for kind in (CustomerFile, Message, JobRating, ContactNotification, ApprovalDecision):
        assert session.scalar(sa.select(sa.func.count(kind.id))) > 3, kind
    certified = sa.select(DesignApprovalRequest).where(DesignApprovalRequest.status == "APPROVED")
    assert all(request.certificate_id for request in session.scalars(certified))
