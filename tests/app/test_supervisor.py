"""`flask shop run` with real processes: what dies comes back, what must stop stops, and nothing is left behind."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
import requests

from app.config import ROOT
from tests.databases import PostgresDatabase

from .environments import FLASK, environment
from .running_shop import running_shop, until


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory, demo_in: Callable[[Path], Path]) -> Path:
    """A data directory whose shop has been started before."""
    return demo_in(tmp_path_factory.mktemp("shop") / "data")


def test_the_first_start_prints_the_address_and_the_sign_ins(first_start):
    told = first_start().output
    assert f"{first_start().address}/" in told
    assert "Demo-687-merch!" in told
    for name in ("owner", "manager", "office", "artist", "printer", "bookkeeper", "ann@acme.example"):
        assert name in told


def test_a_second_start_costs_little(data_dir):
    """Counted in processor time, which a busy machine does not stretch; `make bench` holds the seconds."""
    with running_shop(data_dir) as shop:
        spent = sum(each.cpu_times().user + each.cpu_times().system for each in shop.meet_family())
    assert spent < 6


KEYS = {"SECRET_KEY": "a secret that is long enough", "ENCRYPTION_KEYS": "A" * 43 + "="}


def test_without_demo_nobody_can_sign_in_and_it_says_how_to_invite(tmp_path):
    with running_shop(tmp_path / "data", DEMO="0", **KEYS) as shop:
        assert "flask shop user" in shop.output()
        assert "Demo-687-merch!" not in shop.output()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(data_dir, number):
    with running_shop(data_dir) as shop:
        assert shop.stop(number) == 0
        assert shop.survivors() == []


def test_it_stops_although_somebody_watches_a_stream_or_waits(data_dir):
    with running_shop(data_dir) as shop, requests.Session() as browser:
        browser.get(f"{shop.address}/healthz", timeout=5)
        began = time.monotonic()
        shop.stop()
        assert time.monotonic() - began < 15


def test_a_killed_supervisor_leaves_no_process(data_dir):
    with running_shop(data_dir) as shop:
        assert len(shop.family) >= 7  # supervisor, store, web and its server process, worker, importer, clock
        shop.stop(signal.SIGKILL)
        until(lambda: not shop.survivors(), 5, lambda: shop.survivors())


def test_a_killed_web_server_leaves_none_of_its_processes(data_dir):
    with running_shop(data_dir) as shop:
        web = shop.parts()["web"]
        servers = web.children()
        web.kill()
        until(lambda: not any(server.is_running() for server in servers), 5)
        until(shop.is_ready, 15, shop.output)


@pytest.mark.parametrize("part", ["store", "web", "worker", "importer", "clock"])
def test_what_dies_is_started_again(data_dir, part):
    with running_shop(data_dir) as shop:
        killed = shop.parts()[part]
        killed.kill()
        until(lambda: f"{part} ended (by SIGKILL); starting it again." in shop.output(), 5, shop.output)
        until(lambda: len(psutil.Process(shop.process.pid).children()) == 4, 5)
        shop.meet_family()
        assert not killed.is_running() or killed.status() == psutil.STATUS_ZOMBIE
        until(shop.is_ready, 15, shop.output)


def test_the_store_remembers_across_a_restart(data_dir):
    import redis

    socket = f"unix://{data_dir}/store/store.sock"
    with running_shop(data_dir) as shop:
        redis.Redis.from_url(socket).set("kept", "yes")
        shop.stop()
    with running_shop(data_dir):
        assert redis.Redis.from_url(socket).get("kept") == b"yes"


def test_with_postgresql_and_redis_of_ones_own_no_store_is_started(tmp_path, workshop, store_url):
    (workshop / "own").mkdir()
    database = PostgresDatabase(workshop / "own")
    try:
        given = {"DATABASE_URL": database.url, "REDIS_URL": store_url, "DEMO": "0", **KEYS}
        with running_shop(tmp_path / "data", **given) as shop:
            assert list(shop.parts()) == ["web", "worker", "importer", "clock"]
            assert requests.get(f"{shop.address}/login/", timeout=5).status_code == 200
            assert shop.stop() == 0
    finally:
        database.stop()
    assert not (tmp_path / "data" / "shop.db").exists()
    assert not (tmp_path / "data" / "store").exists()


def test_a_long_data_directory_works_and_leaves_nothing_outside(tmp_path, demo_in):
    from app.config import Settings

    deep = demo_in(tmp_path / ("d" * 100) / "data")
    with running_shop(deep) as shop:
        outside = Settings.load(data_dir=deep, demo=True).store_socket.parent
        assert outside.is_dir()
        shop.stop()
    assert not outside.exists()


def _run(data_dir: Path, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [FLASK, "shop", "run"],
        cwd=ROOT,
        env=environment(data_dir, DEMO="1", **given),
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_second_shop_in_the_same_directory_is_refused(data_dir):
    with running_shop(data_dir):
        second = _run(data_dir)
    assert second.returncode == 1
    assert second.stderr.strip() == f"Error: The shop is running with DATA_DIR {data_dir}: stop it first."


def test_a_taken_port_is_refused_in_a_sentence(data_dir, tmp_path):
    with running_shop(data_dir) as shop:
        second = _run(tmp_path, PORT=shop.port)
    assert second.returncode == 1
    assert second.stderr.startswith(f"Error: PORT {shop.port} of HOST 127.0.0.1 cannot be used")


def test_a_database_that_is_down_is_told_in_a_sentence(tmp_path):
    ended = _run(tmp_path, DATABASE_URL="postgresql://shop:hunter2@127.0.0.1:1/shop")
    assert ended.returncode == 1
    assert ended.stderr.startswith("Error: DATABASE_URL names a database that does not answer")
    assert "Traceback" not in ended.stderr
    assert "hunter2" not in ended.stderr


def test_it_stops_with_the_program_that_started_it_when_told_to(data_dir):
    with running_shop(data_dir) as shop:
        shop.stop()
        # A shell as the parent, as make is with `make run`.
        script = f"{FLASK} shop run --until-parent-stops & echo $!; wait"
        parent = subprocess.Popen(
            ["sh", "-c", script],
            cwd=ROOT,
            env=environment(data_dir, DEMO="1", PORT=shop.port),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        supervisor = psutil.Process(int(parent.stdout.readline()))
        until(shop.is_ready, 30)
        family = [supervisor, *supervisor.children(recursive=True)]
        parent.kill()
        parent.wait()
        until(lambda: not any(psutil.pid_exists(each.pid) and _lives(each) for each in family), 20)


def _lives(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
