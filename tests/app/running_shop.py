"""A whole shop in processes of its own, as `make run` starts it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import requests

from app.config import ROOT
from tests.ports import free_port

from .environments import FLASK, environment


class RunningShop:
    """A started `flask shop run` and what belongs to it."""

    def __init__(self, data_dir: Path, **given: str) -> None:
        self.port = given.setdefault("PORT", str(free_port()))
        self.address = f"http://127.0.0.1:{self.port}"
        data_dir.parent.mkdir(parents=True, exist_ok=True)
        self.log = data_dir.with_name(f"{data_dir.name}.log")
        self.log.unlink(missing_ok=True)
        self.started = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [FLASK, "shop", "run"],
                cwd=ROOT,
                env=environment(data_dir, **{"DEMO": "1"} | given),
                stdout=log,
                stderr=log,
            )
        self.family: set[psutil.Process] = set()

    def wait(self, patience: float = 150) -> float:
        """Wait until the shop says that it is ready; the seconds since its start."""
        until(lambda: self.is_ready() or self.process.poll() is not None, patience, self.output)
        assert self.process.poll() is None, self.output()
        took = time.monotonic() - self.started
        until(lambda: " is ready: " in self.output(), 10, self.output)
        self.meet_family()
        return took

    def is_ready(self) -> bool:
        """Whether /readyz answers 200."""
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"{self.address}/readyz", timeout=3).status_code == 200
        return False

    def output(self) -> str:
        """What it printed so far."""
        return self.log.read_text()

    def parts(self) -> dict[str, psutil.Process]:
        """The supervisor's children by name, in the order of their start."""
        children = sorted(psutil.Process(self.process.pid).children(), key=lambda child: child.create_time())
        stores = [child for child in children if "valkey" in child.name()]
        others = [child for child in children if child not in stores]
        names = ["store"] * len(stores) + ["web", "worker", "importer", "clock"]
        return dict(zip(names, stores + others, strict=True))

    def meet_family(self) -> set[psutil.Process]:
        """Remember every process that belongs to the shop now."""
        parent = psutil.Process(self.process.pid)
        self.family |= {parent, *parent.children(recursive=True)}
        return self.family

    def survivors(self) -> list[psutil.Process]:
        """Those of the family that still live (what waits to be reaped does not)."""
        return [each for each in self.family if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; its exit code."""
        os.kill(self.process.pid, number)
        return self.process.wait(40)


@contextlib.contextmanager
def running_shop(data_dir: Path, **given: str) -> Iterator[RunningShop]:
    """A shop that is ready; stopped at the end, if it still runs."""
    shop = RunningShop(data_dir, **given)
    try:
        shop.wait()
        yield shop
    finally:
        if shop.process.poll() is None:
            shop.process.kill()
            shop.process.wait()
        until(lambda: not shop.survivors(), 20, shop.output)


def until(condition: object, patience: float, describe: object = lambda: "") -> None:
    """Wait for a condition; AssertionError with a description when it does not come true."""
    deadline = time.monotonic() + patience
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, f"not within {patience} s: {describe()}"  # type: ignore[operator]
        time.sleep(0.05)
