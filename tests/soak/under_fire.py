"""Members of staff who work at the same time, over HTTP, and remember what they were told."""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from tests.stories.outside import Caller

Deed = Callable[["Worker"], None]


@dataclass(frozen=True)
class Told:
    """One answer: what was asked, the status (0 when there was none), the seconds it took, the sentence.

    `ended` is the moment of `time.monotonic` when it was there.
    """

    asked: str
    status: int
    seconds: float
    sentence: str
    ended: float = field(default_factory=time.monotonic)


@dataclass
class Worker:
    """One member of staff at work: each answer is kept in `answers`."""

    caller: Caller
    chance: random.Random
    answers: list[Told] = field(default_factory=list)

    def ask(self, method: str, path: str, **values: object) -> dict[str, object] | None:
        """The body of a success; None when it was refused or nobody answered."""
        began = time.monotonic()
        try:
            answer = self.caller.http.request(method, f"{self.caller.api}/{path}", timeout=60, **values)
        except requests.RequestException as failure:
            self.answers.append(Told(f"{method} {path}", 0, time.monotonic() - began, str(failure)))
            time.sleep(0.05)
            return None
        sentence = "" if answer.ok else str(answer.json().get("message"))
        self.answers.append(Told(f"{method} {path}", answer.status_code, time.monotonic() - began, sentence))
        return answer.json() if answer.ok else None

    def add(self, table: str, **values: object) -> str | None:
        """Add a row; its id when it was added."""
        body = self.ask("POST", f"{table}/", json=values)
        return None if body is None else str(body["id"])

    def row(self, table: str, identity: str) -> dict[str, object] | None:
        """A row's columns."""
        body = self.ask("GET", f"{table}/{identity}")
        return None if body is None else body["result"]  # type: ignore[return-value]

    def say(self, table: str, identity: str, verb: str, **arguments: object) -> bool:
        """Speak a verb; whether it was obeyed."""
        return self.ask("POST", f"{table}/{identity}/{verb}", json=arguments) is not None


@contextmanager
def at_work(address: str, crew: list[str], deed: Deed) -> Iterator[list[Worker]]:
    """Let each of the `crew` (names of users) do `deed` again and again, all at once, while the block runs."""
    callers = {name: Caller(address, name) for name in set(crew)}
    workers = []
    for number, name in enumerate(crew):
        caller = Caller.__new__(Caller)
        caller.api, caller.http = callers[name].api, requests.Session()
        caller.http.headers.update(callers[name].http.headers)
        workers.append(Worker(caller, random.Random(number)))
    ended, broken = threading.Event(), []

    def work(worker: Worker) -> None:
        try:
            while not ended.is_set():
                deed(worker)
        except Exception as fault:
            broken.append(fault)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        yield workers
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    assert broken == []


@contextmanager
def disk_watched(file: Path) -> Iterator[list[float]]:
    """Write to `file` and wait for the disk five times a second while the block runs: the seconds each took.

    On a busy machine it tells what no program could have answered sooner.
    """
    ended, waits = threading.Event(), []

    def watch() -> None:
        with file.open("wb", buffering=0) as written:
            while not ended.wait(0.2):
                began = time.monotonic()
                written.write(bytes(4096))
                os.fsync(written.fileno())
                waits.append(time.monotonic() - began)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield waits
    finally:
        ended.set()
        thread.join()


def tally(workers: list[Worker]) -> Counter[int]:
    """How often each status was answered."""
    return Counter(told.status for worker in workers for told in worker.answers)


def answers_of(workers: list[Worker]) -> list[Told]:
    """Every answer."""
    return [told for worker in workers for told in worker.answers]
