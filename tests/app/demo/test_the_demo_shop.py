"""The demo shop is believable: all that happens in a shop happened in it, and its facts agree."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import current_app
from werkzeug.security import check_password_hash

from app.demo import hours
from app.demo.people import STAFF
from models.alerts import ALERT_RULES, AlertComment, AlertRule, AlertStatus, AlertType, BusinessAlert
from models.alerts.checking import needs_check
from models.approvals import ApprovalDecision, DesignApprovalRequest
from models.catalog import Material
from models.core import clock
from models.core.actor import Actor
from models.core.audit import AuditEntry
from models.core.base import db
from models.core.periods import period_named
from models.customers import Customer, CustomerContact
from models.files import CustomerFile
from models.gates import JobGate
from models.jobs import ACTIVE, Job, JobStatus, JobStatusUpdate
from models.messages import JobRating, Message
from models.metrics import KPIS, Behind, BusinessMetric
from models.notifications import ContactNotification, NotificationQueue, StaffNotification
from models.people import Employee, StaffUser
from models.scheduling import Absence, DailyCapacity, ProductionSchedule, WorkDay
from models.stock import StockMovement
from tests import books
from tests.app.demo import invariants
from tests.app.demo.conftest import UNTIL
from tests.books import key_figures
from tests.key_figures import value_of


@pytest.fixture(scope="module")
def session(make):
    """The session of a demo shop with six weeks of past."""
    with make(weeks=6):
        yield db.session()


@pytest.mark.parametrize("check", invariants.CHECKS, ids=lambda check: check.__name__)
def test_it_agrees_with_itself(check, session):
    check(session)


def test_the_screens_say_what_the_books_in_sql_alone_say_to_the_cent(session):
    assert books.differences(current_app._get_current_object(), session) == []
    reckoned = books.books_of(session)
    assert all(reckoned[name] for name in ("revenue", "labor", "material", "shipping", "stock_value"))


def test_every_key_figure_is_what_the_books_in_sql_alone_say(session):
    assert key_figures.differences(session) == []
    session.rollback()


def test_the_rows_behind_every_key_figure_come_to_its_value(session):
    kept = session.scalars(sa.select(BusinessMetric).filter(BusinessMetric.period_kind != "DAY")).all()
    assert {each.name for each in kept} == set(KPIS)
    for each in kept:
        behind = Behind(session, KPIS[each.name], period_named(each.period))
        assert value_of(behind) == each.value, each


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


def test_no_shelf_ever_held_less_than_nothing(session):
    moved = StockMovement
    after = sa.func.sum(moved.quantity).over(partition_by=moved.material_id, order_by=moved.id)
    shelf = sa.select(after.label("level")).subquery("shelf")
    assert session.scalar(sa.select(sa.func.min(shelf.c.level))) >= 0


LEAST_AND_MOST = {
    "stock_value": (3_000, 60_000),
    "portal_adoption": (40, 100),
    "approval_turnaround_hours": (1, 12),
    "approval_rounds": (1, 3),
    "labor_utilization": (35, 90),
    "overbooking_refused": (1, 40),
    "material_waste": (Decimal("0.2"), 10),
    "customer_satisfaction": (Decimal("2.5"), 5),
    "gross_margin": (30, 75),
    "inquiries_per_100_jobs": (10, 150),
    "throughput_pieces": (100, 6_000),
}
"""Key figure to what the running month of a small shop may be."""


def test_key_figures_are_believable(session):
    running = sa.select(BusinessMetric.name, BusinessMetric.value).where(BusinessMetric.period == "2026-11")
    told = dict(session.execute(running.where(BusinessMetric.name.in_(LEAST_AND_MOST))).all())
    assert {
        name for name, (least, most) in LEAST_AND_MOST.items() if not least <= told[name] <= most
    } == set()


MONTH = [hours.workday_after(UNTIL.date(), number) for number in range(20)]
"""The working days of the next four weeks."""


def coming(session):
    """What every person and machine has in these weeks."""
    return session.scalars(sa.select(DailyCapacity).where(DailyCapacity.date.in_(MONTH))).all()


def test_work_is_spread_over_the_coming_four_weeks(session):
    booked = {
        day: sum(row.booked_hours for row in coming(session) if row.date == day and row.employee_id)
        for day in MONTH
    }
    assert sum(hours > 1 for hours in booked.values()) >= 17
    assert max(booked.values()) < sum(booked.values()) / 6


def test_some_days_are_tight_one_is_full_and_embroidery_is_the_bottleneck(session):
    rows = [row for row in coming(session) if row.total_hours]
    assert 3 <= sum(row.booked_hours * 100 > row.total_hours * 85 for row in rows) <= 40
    assert any(row.booked_hours >= row.total_hours for row in rows)
    load = {
        name: sum(row.booked_hours for row in rows if row.employee_id == key)
        / sum(row.total_hours for row in rows if row.employee_id == key)
        for key, name in session.execute(sa.select(Employee.id, Employee.name)).all()
    }
    assert max(load, key=load.get) == "Jo Castellano"
    assert sorted(load.values())[-1] > sorted(load.values())[-2] * Decimal("1.2")


def test_something_is_late_and_some_work_waits_in_the_tray(session):
    statuses = session.scalars(sa.select(ProductionSchedule.status)).all()
    assert statuses.count("DELAYED") == 1
    assert 10 <= statuses.count("BACKLOG") <= 150


def test_a_few_are_away_in_the_coming_weeks(session):
    away = session.scalars(sa.select(Absence).where(Absence.starts_on.in_(MONTH))).all()
    assert len({each.employee_id for each in away if each.employee_id}) >= 3
    assert any(each.machine_id for each in away)


def test_nobody_works_on_holidays_behind_or_ahead(session):
    days = set(session.scalars(sa.select(ProductionSchedule.scheduled_date)))
    assert all(hours.is_workday(day) for day in days if day)
    closed = set(session.scalars(sa.select(WorkDay.day)))
    veterans_day, thanksgiving = dt.date(2026, 11, 11), dt.date(2026, 11, 26)
    assert {veterans_day, thanksgiving} <= closed


def test_its_alerts_stand_in_every_state_and_people_wrote_below_them(session):
    alerts = session.scalars(sa.select(BusinessAlert)).all()
    assert {alert.status for alert in alerts} == set(AlertStatus)
    assert {AlertType.LOW_INVENTORY, AlertType.OVERDUE_JOBS} <= {alert.type for alert in alerts}
    assert AlertType.SYSTEM not in {alert.type for alert in alerts}
    by_people = [alert for alert in alerts if alert.resolved_by]
    assert by_people
    assert all(alert.is_for(SIMULATED[alert.resolved_by]) for alert in by_people)
    assert len(session.scalars(sa.select(AlertComment.id)).all()) >= 5


def test_its_alerts_tell_what_is_true_at_the_end(session):
    rules = session.scalars(sa.select(AlertRule)).all()
    assert {rule.name for rule in rules} == set(ALERT_RULES)
    assert [rule.name for rule in rules if needs_check(session, rule)] == []
    session.rollback()


SIMULATED = {name: Actor("staff", name, "", frozenset({role})) for name, (role, *_) in STAFF.items()}
"""Who may have resolved one, by user name."""
