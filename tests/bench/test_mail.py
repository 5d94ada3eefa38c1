"""How fast the outbox drains, against the standard library sending ready-made messages of the same size."""

from __future__ import annotations

import smtplib
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa

from models.customers import Customer
from models.jobs import Job
from models.notifications import NotificationQueue
from tasks import mailer
from tasks.message import ShopMessage
from tasks.outbox import drain
from tests.tasks.smtp import free_port

pytestmark = pytest.mark.bench

MAILS, ROUNDS, PROMISED = 300, 3, 0.35

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


def test_the_drain_sends_at_a_third_of_the_speed_of_the_bare_library(session, cast, sink, capsys):
    customer = session.get_one(Customer, cast.acme.id)
    ratios = []
    for _ in range(ROUNDS):
        mails, bare = drain_speed(session, customer), raw_speed(sink)
        ratios.append(mails / bare)
        with capsys.disabled():
            print(f"\nmail     {mails:6.0f} /s of {bare:.0f} /s bare  {mails / bare:6.2f}")  # noqa: T201
    assert max(ratios) >= PROMISED
