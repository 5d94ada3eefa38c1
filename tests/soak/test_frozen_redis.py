"""The store freezes while people work: nobody is refused or waits for long, and every mail arrives afterwards."""

from __future__ import annotations

import time

import pytest

from models.notifications import NotificationQueue, NotificationStatus
from tasks.breaker import PAUSE
from tests import on_sqlite
from tests.app.running_shop import until
from tests.mail_server import mail_server

from .under_fire import answers_of, at_work
from .wholeness import half_written, trail_damages

CREW = ["office", "manager", "owner"]
LENGTHS = [pytest.param(5, id="short"), pytest.param(60, marks=pytest.mark.soak, id="long")]
SLOWEST = 1.0


def _quote(worker, customer_id):
    """A quote is sent and accepted, which queues two mails, and the job is looked at; then a breath."""
    job = worker.add("jobs", title="While it froze", customer_id=customer_id, quoted_amount="100.00")
    worker.row("jobs", job)
    worker.say("jobs", job, "send_quote")
    worker.say("jobs", job, "accept_quote")
    worker.ask("GET", "jobs/")
    time.sleep(0.3)


@on_sqlite
@pytest.mark.parametrize("seconds", LENGTHS)
def test_a_frozen_store_refuses_nobody_and_loses_no_mail(in_processes, session, cast, database, seconds, say):
    customer = cast.acme.id
    with mail_server() as postbox, in_processes(SMTP_URL=postbox.url) as running:
        store = running.parts()["store"]
        with at_work(running.address, CREW, lambda worker: _quote(worker, customer)) as workers:
            time.sleep(1)
            store.suspend()
            try:
                time.sleep(seconds)
            finally:
                store.resume()
            time.sleep(PAUSE + 2)  # then a commit wakes the worker again, and the clock has to find nothing
        told = answers_of(workers)
        until(lambda: _waiting(session) == 0, 150, running.output)
        ids = {message["Message-ID"] for message in postbox.messages}
    slowest = max(told, key=lambda each: each.seconds)
    mails = session.query(NotificationQueue).filter_by(status=NotificationStatus.SENT).count()
    say(
        f"frozen store, {database}: {seconds} s, {len(told)} requests, slowest {slowest.seconds:.2f} s "
        f"({slowest.asked}), {mails} mails sent, {len(postbox.messages)} came"
    )
    assert [each for each in told if each.status not in (200, 201)] == []
    assert len(ids) == mails
    assert half_written(session) == []
    assert trail_damages(session) == []
    if seconds > 5:  # the short one runs beside other tests
        assert slowest.seconds <= SLOWEST


def _waiting(session):
    """How many mails wait; those that a later one replaced do not."""
    waiting = session.query(NotificationQueue).filter_by(status=NotificationStatus.PENDING).count()
    session.remove()
    time.sleep(0.3)
    return waiting
