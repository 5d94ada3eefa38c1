"""A worker that is killed again and again while it drains: nothing is lost, and at most one mail a kill comes twice."""

from __future__ import annotations

import collections
import signal
import time

from models.core.base import db
from models.notifications import NotificationStatus
from tasks.outbox import drain

from .waiting import wait_until

MAILS, KILLS, LEASE = 150, 3, 2

DRAIN = f"""
import datetime as dt
from tasks.outbox import drain
with app.app_context():
    print("ready", flush=True)
    drain(dt.timedelta(seconds={LEASE}))
"""


def test_no_mail_is_lost_and_no_kill_doubles_more_than_one(smtp, queue_invitations, outbox, start):
    queue_invitations(MAILS)
    db.session.remove()
    for kill in range(KILLS):
        child = start(DRAIN)
        wanted = len(smtp.messages) + 20 + kill
        wait_until(lambda wanted=wanted: len(smtp.messages) >= wanted)
        child.send_signal(signal.SIGKILL)
        child.wait()
        time.sleep(LEASE + 0.1)  # what it held is free again
    drain()

    times = collections.Counter(smtp.message_ids)
    assert len(times) == MAILS
    assert sum(times.values()) - MAILS <= KILLS
    assert {mail.status for mail in outbox()} == {NotificationStatus.SENT}
