"""Children that cannot outlive their parent, shown with processes that are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from app import processes
from app.config import ROOT

from .running_shop import until

FAMILY = """
import os, sys, time
from app import processes

def child():
    name = "child" if os.fork() else "grandchild"
    os.write(1, f"{name} {os.getpid()}\\n".encode())  # at once, so that the two lines do not mix
    time.sleep(60)

processes.fork(child)
time.sleep(60)
"""


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("victim", ["parent", "child"])
def test_a_killed_process_takes_its_children_and_theirs_with_it(victim):
    parent = subprocess.Popen([sys.executable, "-c", FAMILY], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with parent.stdout:
        pids = dict(parent.stdout.readline().split() for _ in range(2))
    family = {name: int(pid) for name, pid in pids.items()} | {"parent": parent.pid}
    assert all(map(lives, family.values()))
    os.kill(family[victim], signal.SIGKILL)
    if victim == "child":
        until(lambda: not lives(family["grandchild"]), 5)
        parent.kill()
    parent.wait()
    until(lambda: not any(map(lives, family.values())), 5)


def test_a_child_has_a_session_of_its_own_and_no_handlers_of_its_parent(tmp_path: Path):
    told = tmp_path / "told"

    def tell() -> None:
        handler = signal.getsignal(signal.SIGTERM)
        told.write_text(f"{os.getsid(0) == os.getpid()} {handler == signal.SIG_DFL}")

    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        child = processes.fork(tell)
        until(lambda: processes.ended(child) is not None, 5)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert told.read_text() == "True True"


@pytest.mark.parametrize(
    ("run", "status"),
    [
        (lambda: None, 0),
        (lambda: sys.exit(3), 3),
        (lambda: 1 / 0, 1),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), -9),
    ],
)
def test_the_end_of_a_child_tells_how(run, status):
    child = processes.fork(run)
    found: list[int] = []

    def is_over() -> bool:
        found.extend(each for each in [processes.ended(child)] if each is not None)
        return bool(found)

    until(is_over, 5)
    assert found[0] == status


def test_a_child_that_does_not_listen_is_ended_after_its_patience():
    heard, said = os.pipe()

    def deaf() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.write(said, b".")
        time.sleep(60)

    child = processes.fork(deaf)
    assert os.read(heard, 1) == b"."
    began = time.monotonic()
    processes.stop(child, patience=0.5)
    assert 0.4 < time.monotonic() - began < 30
    assert not lives(child)


def test_stopping_what_is_gone_does_no_harm():
    child = processes.fork(lambda: None)
    until(lambda: not lives(child), 5)
    processes.stop(child, patience=1)
