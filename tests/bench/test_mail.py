"""How fast the outbox drains, against the standard library sending ready-made messages of the same size, and against
a job of its own for each mail with a connection of its own, as a queue is often used.
"""

from __future__ import annotations

import smtplib
import statistics
import subprocess
import sys
import time

import pytest
import redis
import sqlalchemy as sa
from rq import Queue, Worker

from models.customers import Customer
from models.jobs import Job
from models.notifications import NotificationQueue
from tasks import mailer
from tasks.message import ShopMessage
from tasks.outbox import drain
from tests.ports import free_port

from .figures import told

pytestmark = pytest.mark.bench

MAILS, ROUNDS, PROMISED = 300, 5, 0.35
JOBS, TIMES_A_JOB = 10, 10.0

SINK = """
import asyncio, sys
from aiosmtpd.smtp import SMTP
class Sink:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
async def serve():
    loop = asyncio.get_running_loop()
    await loop.create_server(lambda: SMTP(Sink(), loop=loop), "127.0.0.1", int(sys.argv[1]))
    print("ready", flush=True)
    await asyncio.Event().wait()
asyncio.run(serve())
"""


@pytest.fixture
def sink(shop, monkeypatch):
    """A mail server in a process of its own that throws everything away; its port."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-c", SINK, str(port)], stdout=subprocess.PIPE)
    server.stdout.readline()
    monkeypatch.setitem(shop.config, "MAIL_SERVER", "127.0.0.1")
    monkeypatch.setitem(shop.config, "MAIL_PORT", port)
    mailer.init_app(shop)
    yield port
    monkeypatch.undo()
    mailer.init_app(shop)
    server.kill()
    server.wait()
    server.stdout.close()


def raw_speed(port):
    size = "x" * 70 + "\n"
    message = ShopMessage(
        "raw", to="ann@acme.example", subject="s", text=size, html=size * 165, sender="a@b.example"
    )
    with smtplib.SMTP("127.0.0.1", port) as server:
        began = time.perf_counter()
        for _ in range(MAILS):
            server.sendmail("a@b.example", ["ann@acme.example"], message.as_bytes())
        return MAILS / (time.perf_counter() - began)


def drain_speed(session, customer):
    session.execute(sa.delete(NotificationQueue))
    session.commit()
    jobs = [Job(title=f"Job {number}", customer=customer) for number in range(MAILS)]
    session.add_all(jobs)
    session.commit()
    for job in jobs:
        job.send_quote()
    session.commit()
    began = time.perf_counter()
    assert drain(seconds=120) == MAILS
    return MAILS / (time.perf_counter() - began)


def job_speed(session, customer, worker_url):
    """Mails a second by one RQ job each, in the worker that RQ starts by default: it forks for each job."""
    session.execute(sa.delete(NotificationQueue))
    session.commit()
    jobs = [Job(title=f"Job {number}", customer=customer) for number in range(JOBS)]
    session.add_all(jobs)
    session.commit()
    for job in jobs:
        job.send_quote()
    session.commit()
    ids = list(session.scalars(sa.select(NotificationQueue.id)))
    session.remove()
    with redis.Redis.from_url(worker_url) as connection:
        waiting = Queue("one each", connection=connection)
        for identity in ids:
            waiting.enqueue("tests.bench.one_job_each.send", identity)
        began = time.perf_counter()
        Worker([waiting], connection=connection).work(burst=True, logging_level="ERROR")
        assert waiting.failed_job_registry.count == 0
    return JOBS / (time.perf_counter() - began)


def test_the_drain_sends_at_a_third_of_the_speed_of_the_bare_library_and_ten_times_that_of_a_job_a_mail(
    session, cast, sink, capsys, database, shop
):
    customer_id = cast.acme.id
    drained, bare, by_jobs = [], [], []
    for _ in range(ROUNDS):
        drained.append(drain_speed(session, session.get_one(Customer, customer_id)))
        bare.append(raw_speed(sink))
        by_jobs.append(job_speed(session, session.get_one(Customer, customer_id), shop.config["REDIS_URL"]))
    mails, raw, jobs = (statistics.median(each) for each in (drained, bare, by_jobs))
    told(
        capsys,
        f"mail drain to bare smtplib, {database}",
        mails / raw,
        f">= {PROMISED}",
        f"{mails:.0f}/s of {raw:.0f}/s",
    )
    told(
        capsys,
        f"mail drain to a job a mail, {database}",
        mails / jobs,
        f">= {TIMES_A_JOB}",
        f"{jobs:.1f}/s by jobs",
    )
    assert mails / raw >= PROMISED
    assert mails / jobs >= TIMES_A_JOB
