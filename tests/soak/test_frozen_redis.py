"""The store freezes while people work: nobody is refused or waits for long, and every mail arrives afterwards."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from email.message import EmailMessage

import pytest

from models.notifications import NotificationQueue, NotificationStatus
from tasks.breaker import PAUSE
from tests import on_sqlite
from tests.app.running_shop import until
from tests.mail_server import mail_server

from .under_fire import Told, answers_of, at_work, disk_watched
from .wholeness import half_written, trail_damages

CREW = ["office", "manager", "owner"]
SLOWEST = 1.0


def _quote(worker, customer_id):
    """A quote is sent and accepted, which queues two mails, and the job is looked at; then a breath."""
    job = worker.add("jobs", title="While it froze", customer_id=customer_id, quoted_amount="100.00")
    worker.row("jobs", job)
    worker.say("jobs", job, "send_quote")
    worker.say("jobs", job, "accept_quote")
    worker.ask("GET", "jobs/")
    time.sleep(0.3)


@dataclass
class Frozen:
    """What was answered before the store froze and since, and what came by mail."""

    before: list[Told]
    since: list[Told]
    messages: list[EmailMessage]


@pytest.fixture
def freeze(in_processes, session, cast):
    """Let people work for a while, freeze the store for some seconds while they go on, and thaw it."""
    customer = cast.acme.id

    def during(seconds):
        with mail_server() as postbox, in_processes(SMTP_URL=postbox.url) as running:
            store = running.parts()["store"]
            with at_work(running.address, CREW, lambda worker: _quote(worker, customer)) as workers:
                time.sleep(max(1, seconds / 4))
                frozen = time.monotonic()
                store.suspend()
                try:
                    time.sleep(seconds)
                finally:
                    store.resume()
                time.sleep(
                    PAUSE + 2
                )  # then a commit wakes the worker again, and the clock has to find nothing
            until(lambda: _waiting(session) == 0, 150, running.output)
        told = answers_of(workers)
        before = [each for each in told if each.ended < frozen]
        return Frozen(before, [each for each in told if each.ended >= frozen], postbox.messages)

    return during


def _all_was_well(session, frozen):
    """Nobody was refused, every mail came, and the shop is whole; how many mails were sent."""
    mails = session.query(NotificationQueue).filter_by(status=NotificationStatus.SENT).count()
    assert [each for each in frozen.since if each.status not in (200, 201)] == []
    assert len({message["Message-ID"] for message in frozen.messages}) == mails
    assert half_written(session) == []
    assert trail_damages(session) == []
    return mails


@on_sqlite
def test_a_store_frozen_for_a_moment_refuses_nobody_and_loses_no_mail(freeze, session):
    assert _all_was_well(session, freeze(5)) > 0


@pytest.mark.soak
def test_a_store_frozen_for_a_minute_refuses_nobody_and_lets_nobody_wait(
    freeze, session, database, say, tmp_path
):
    with disk_watched(tmp_path / "probe") as waits:
        frozen = freeze(60)
    mails = _all_was_well(session, frozen)
    usual, slow = _slowest(frozen.before), _slowest(frozen.since)
    say(
        f"frozen store, {database}: {len(frozen.since)} requests, slowest {slow.seconds:.2f} s ({slow.asked}); "
        f"before it froze {len(frozen.before)}, slowest {usual.seconds:.2f} s ({usual.asked}); "
        f"{mails} mails sent, {len(frozen.messages)} came; load {os.getloadavg()[0]:.1f}, "
        f"the disk's longest wait {max(waits):.2f} s"
    )
    assert slow.seconds <= SLOWEST


def _slowest(told):
    return max(told, key=lambda each: each.seconds)


def _waiting(session):
    """How many mails wait; those that a later one replaced do not."""
    waiting = session.query(NotificationQueue).filter_by(status=NotificationStatus.PENDING).count()
    session.remove()
    time.sleep(0.3)
    return waiting
