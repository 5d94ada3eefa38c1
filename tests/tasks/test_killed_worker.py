"""A worker that is killed again and again while it drains: nothing is lost, and at most one mail a kill comes twice.

Half of the kills come while the mail server holds a mail that it has not answered yet, the others at random.
"""

from __future__ import annotations

import collections
import random
import subprocess
import threading
import time

import psutil
import pytest

from app.config import ROOT
from models.core.base import db
from models.notifications import NotificationQueue, NotificationStatus
from tasks import queue
from tests.app.environments import FLASK, environment

from .waiting import wait_until

MAILS, KILLS, LEASE = 300, 4, 2
MANY_MAILS, MANY_KILLS = 2_000, 24

A_MAIL = 0.002
"""Seconds that the server takes for a mail: however fast the rest is, mails are left for every kill."""

DRAIN = f"""
import datetime as dt, os, time
from models.core.base import db
from tasks.outbox import drain
print("loaded", flush=True)
ended = 1
while ended:  # by a kill
    child = os.fork()
    if not child:
        with app.app_context():
            drain(dt.timedelta(seconds={LEASE}))
        os._exit(0)
    print(child, flush=True)
    ended = os.waitpid(child, 0)[1]
    time.sleep({LEASE} + 0.1)  # what it held is free again
"""
"""Drains in a process of its own, and again in another one when that is killed; prints the number of each."""


class Killer:
    """Kills the process that delivers to `smtp`: in the middle of a mail, or at a moment of its own."""

    def __init__(self, smtp) -> None:
        self.smtp, self.chance = smtp, random.Random(687)
        self.in_mid_send = self.kills = 0
        self._ordered = threading.Event()
        self._victim: psutil.Process | None = None
        smtp.during = self._during

    def kill(self, number: int, *, in_mid_send: bool) -> None:
        """Let the process `number` deliver some mails, kill it, and wait until it is gone."""
        self._victim = psutil.Process(number)
        wanted = len(self.smtp.messages) + self.chance.randint(5, 30)
        wait_until(lambda: len(self.smtp.messages) >= wanted, 150)  # longer than the dead hold a mail
        if in_mid_send:
            self._ordered.set()
        else:
            time.sleep(self.chance.uniform(0, 0.05))
            self._victim.kill()
        self._victim.wait(60)
        self.in_mid_send += in_mid_send
        self.kills += 1

    def _during(self) -> None:
        time.sleep(A_MAIL)
        if self._ordered.is_set():
            self._ordered.clear()
            self._victim.kill()
            self._victim.wait()


def delivered(smtp, mails):
    """How many of the mails were lost, and how many came once too often. The clock's own mails are not counted."""
    wanted = {f"c{number}@687merch.example" for number in range(mails)}
    times = collections.Counter(each["To"] for each in smtp.messages if each["To"] in wanted)
    return len(wanted - times.keys()), sum(times.values()) - len(times)


def test_no_mail_is_lost_and_no_kill_doubles_more_than_one(smtp, queue_invitations, outbox, start):
    queue_invitations(MAILS)
    db.session.remove()
    killer, drains = Killer(smtp), start(DRAIN)
    for number in range(KILLS):
        killer.kill(int(drains.stdout.readline()), in_mid_send=bool(number % 2))
    drains.wait(60)

    lost, doubled = delivered(smtp, MAILS)
    assert lost == 0
    assert doubled <= KILLS
    assert {mail.status for mail in outbox()} == {NotificationStatus.SENT}


@pytest.fixture
def start_part(shop, tmp_path):
    """Start a part of the shop as its command does, on the test's database and store."""
    settings, started = shop.extensions["shop_settings"], []
    log = (tmp_path / "parts.log").open("ab")

    def start(part):
        given = {
            "DATABASE_URL": shop.config["SQLALCHEMY_DATABASE_URI"].replace(
                "postgresql+psycopg", "postgresql"
            ),
            "REDIS_URL": shop.config["REDIS_URL"],
            "SECRET_KEY": settings.secret_key,
            "SMTP_URL": f"smtp://127.0.0.1:{shop.config['MAIL_PORT']}",
            "DEMO": "1",
        }
        command = [FLASK, "--app", "wsgi", "shop", part]
        env = environment(settings.data_dir, **given)
        started.append(subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log))
        return started[-1]

    yield start
    for child in started:
        child.kill()
        child.wait()
    log.close()


@pytest.mark.soak
def test_the_worker_itself_is_killed_two_dozen_times_while_two_thousand_mails_drain(
    smtp, queue_invitations, session, start_part, database, capsys
):
    queue.redis_client().flushdb()
    queue_invitations(MANY_MAILS)
    db.session.remove()
    killer, began = Killer(smtp), time.monotonic()
    for number in range(MANY_KILLS):
        worker = start_part("worker")
        queue.forget_wake()
        wait_until(queue.wake)
        killer.kill(worker.pid, in_mid_send=bool(number % 2))
    start_part("worker")
    start_part("clock")  # which has the worker look again when the leases of the dead have ended
    wait_until(lambda: _waiting(session) == 0, 600)

    lost, doubled = delivered(smtp, MANY_MAILS)
    with capsys.disabled():
        print(  # noqa: T201
            f"\nkilled worker, {database}: {MANY_MAILS} mails, {killer.kills} kills "
            f"({killer.in_mid_send} in mid-send), lost {lost}, twice {doubled}, "
            f"{time.monotonic() - began:.0f} s"
        )
    assert killer.in_mid_send >= 10
    assert lost == 0
    assert doubled <= killer.kills


def _waiting(session):
    waiting = session.query(NotificationQueue).filter_by(status=NotificationStatus.PENDING).count()
    session.remove()
    time.sleep(0.5)
    return waiting
