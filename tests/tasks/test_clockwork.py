"""The clock: what is due and not yet done, each once, and nothing stops the rest."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.actor import CLOCK, current_actor
from models.core.audit import AuditEntry, AuditSeal
from models.jobs import Job, JobStatus
from models.notifications import NotificationStatus, claim
from tasks import clockwork, queue
from tasks import outbox as tasks_outbox
from tasks.breaker import quick_client
from tasks.clockwork import CLOCKWORK, Entry, run_safely, tick
from tests.ports import free_port

from .smtp import text_of


def later(**how_much):
    return clock.told_time(clock.now() + dt.timedelta(**how_much))


def status_of(session, job):
    """The job's status as others left it; no transaction stays open behind the question."""
    session.expire_all()
    status = job.status
    session.commit()
    return status


@pytest.fixture
def redis_is_away(shop, monkeypatch):
    monkeypatch.setitem(shop.extensions, "shop_redis", quick_client(f"redis://127.0.0.1:{free_port()}"))


@pytest.fixture
def worker_seems_alive(shop):
    queue.redis_client().set(queue.HEARTBEAT, 1, ex=90)
    yield
    queue.redis_client().delete(queue.HEARTBEAT)


@pytest.fixture
def shipped(session, cast, outbox):
    for verb in ("send_to_quality_check", "pack"):
        getattr(cast.job, verb)()
    cast.job.ship("UPS")
    session.commit()
    return cast.job


def test_without_redis_the_sweep_sends_the_mail_itself(session, quote, redis_is_away, smtp):
    quote.send_quote()
    session.commit()
    run_safely(clockwork.sweep_the_outbox)
    assert len(smtp.messages) == 1


def test_without_a_worker_the_sweep_sends_the_mail_itself(session, quote, smtp):
    queue.redis_client().delete(queue.HEARTBEAT)
    quote.send_quote()
    session.commit()
    run_safely(clockwork.sweep_the_outbox)
    assert len(smtp.messages) == 1


def test_with_a_worker_alive_the_sweep_leaves_the_mail_to_it(session, quote, smtp, worker_seems_alive):
    quote.send_quote()
    session.commit()
    run_safely(clockwork.sweep_the_outbox)
    assert smtp.messages == []


def test_mail_that_waits_too_long_is_sent_by_the_sweep_whoever_seems_alive(
    session, quote, smtp, worker_seems_alive
):
    quote.send_quote()
    session.commit()
    with later(minutes=3):
        run_safely(clockwork.sweep_the_outbox)
    assert len(smtp.messages) == 1


def test_the_sweep_finds_a_mail_whose_sender_died(session, quote, outbox, redis_is_away, smtp):
    quote.send_quote()
    session.commit()
    claim(session, "one that dies", 10)
    session.commit()
    run_safely(clockwork.sweep_the_outbox)
    assert smtp.messages == []
    with later(minutes=5):
        run_safely(clockwork.sweep_the_outbox)
    assert len(smtp.messages) == 1


def test_a_quote_expires_when_its_day_is_over(session, quote):
    quote.send_quote()
    session.commit()
    run_safely(clockwork.expire_quotes)
    assert status_of(session, quote) == JobStatus.QUOTE_SENT
    with later(days=31):
        run_safely(clockwork.expire_quotes)
    assert status_of(session, quote) == JobStatus.EXPIRED


def test_the_clock_catches_up_on_what_it_missed(session, quote):
    quote.send_quote()
    session.commit()
    with later(days=200):
        run_safely(clockwork.expire_quotes)
    assert status_of(session, quote) == JobStatus.EXPIRED


def test_a_shipped_job_is_completed_after_its_days_and_history_names_the_clock(session, shipped):
    with later(days=6):
        run_safely(clockwork.complete_shipped_jobs)
    assert status_of(session, shipped) == JobStatus.SHIPPED
    with later(days=8):
        run_safely(clockwork.complete_shipped_jobs)
    assert status_of(session, shipped) == JobStatus.COMPLETED
    assert shipped.status_updates[-1].actor == CLOCK.name


def test_a_job_that_refuses_stops_no_other(session, cast, shipped, monkeypatch):
    other = Job(title="Caps", customer=cast.rival)
    session.add(other)
    session.commit()
    other.send_quote()
    session.commit()
    ids = [shipped.id, "no such job", other.id]
    session.commit()
    monkeypatch.setattr(clockwork, "quotes_to_expire", lambda _session: ids)
    with later(days=31):
        run_safely(clockwork.expire_quotes)
    assert status_of(session, shipped) == JobStatus.SHIPPED
    assert status_of(session, other) == JobStatus.EXPIRED


def test_the_audit_trail_is_sealed(session):
    run_safely(clockwork.seal_the_audit_trail)
    session.expire_all()
    assert session.scalar(sa.select(sa.func.count()).where(AuditEntry.seal_id.is_(None))) == 0


def test_the_owner_gets_the_latest_seal_once_a_day(session, outbox, smtp):
    run_safely(clockwork.seal_the_audit_trail)
    noon = clock.now().astimezone(clock.shop_zone()).replace(hour=12)
    for day in (0, 0, 1):
        with clock.told_time(noon + dt.timedelta(days=day)):
            run_safely(clockwork.mail_the_seal_to_the_owners)
            tasks_outbox.drain()
    assert [str(message["To"]) for message in smtp.messages] == ["owner@687merch.example"] * 2
    assert session.scalars(sa.select(AuditSeal.mac)).one() in text_of(smtp.messages[0])


def test_the_seal_is_not_mailed_at_night(session, outbox):
    run_safely(clockwork.seal_the_audit_trail)
    with clock.told_time(clock.now().astimezone(clock.shop_zone()).replace(hour=3)):
        run_safely(clockwork.mail_the_seal_to_the_owners)
    assert outbox() == []


def test_a_job_that_fails_is_logged_and_stops_no_other(shop, caplog):
    ran = []

    def breaks(_session):
        raise ValueError("broken")

    def works(_session):
        ran.append(current_actor())

    with caplog.at_level(logging.ERROR):
        tick({Entry(breaks, 60): 0.0, Entry(works, 60): 0.0})
    assert ran == [CLOCK]
    assert "breaks" in caplog.text


def test_a_job_runs_again_only_when_it_is_due(shop):
    ran = []
    due = {Entry(lambda _session: ran.append(1), 60): 0.0}
    tick(due)
    tick(due)
    assert ran == [1]


def test_every_failed_job_leaves_the_session_clean(session, quote):
    quote_id, flushed = quote.id, []
    session.commit()  # whoever reads here holds SQLite's only lock meanwhile

    def half_done(own_session):
        own_session.get(Job, quote_id).title = "Half done"
        own_session.flush()
        flushed.append(quote_id)
        raise ValueError("broken")

    run_safely(half_done)
    assert flushed == [quote_id]
    session.expire_all()
    assert quote.title == "Trail shirts"


def test_outbox_and_trail_are_looked_after_every_minute():
    every = {entry.run.__name__: entry.every for entry in CLOCKWORK}
    assert every["sweep_the_outbox"] == every["seal_the_audit_trail"] == 60


def test_nothing_is_left_pending_after_the_whole_clockwork(session, quote, outbox, redis_is_away, smtp):
    quote.send_quote()
    session.commit()
    tick(dict.fromkeys(CLOCKWORK, 0.0))
    assert outbox(NotificationStatus.PENDING) == []
