"""`flask shop run`: the whole shop as one command.

The application is loaded once, here; store, web, worker and clock are forked from it, so that a start costs one
import and the four share their memory. Whoever dies is started again, sooner or later by how it lived. They stop
in the order in which they need one another, and none outlives this process (see `app.processes`).
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from . import first_start, processes, readiness, running, store, web
from .config import Settings

_STOP_PATIENCE: Final = {"clock": 5.0, "web": web.GRACE + 3.0, "worker": 15.0, "store": 10.0}
"""Seconds that each part gets to finish its work, in the order in which they stop."""
_READY_PATIENCE: Final = 15.0
"""Seconds after which a start that is still not ready says what it waits for."""
_LONG_LIFE: Final = 30.0
"""Seconds after which a part counts as well, and its next death as its first."""
_LONGEST_DELAY: Final = 30.0
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _Stopped(BaseException):
    """A signal told the supervisor to stop; raised wherever it was."""


@dataclass
class Part:
    """A child of the supervisor: how to run it, and how it fares."""

    name: str
    run: Callable[[], None]
    when_orphaned: signal.Signals = signal.SIGKILL
    process: int = 0
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0

    def start(self) -> None:
        """Fork it."""
        self.started = time.monotonic()
        self.process = processes.fork(self.run, when_orphaned=self.when_orphaned)

    def tend(self) -> None:
        """See whether it died; start it again when its time has come."""
        now = time.monotonic()
        if self.process:
            status = processes.ended(self.process)
            if status is not None:
                self._mourn(status, now)
        elif now >= self.due:
            self.start()

    def stop(self, patience: float) -> None:
        """End it: asked for `patience` seconds, then forced."""
        if self.process:
            processes.stop(self.process, patience)
            self.process = 0

    def _mourn(self, status: int, now: float) -> None:
        self.process = 0
        self.deaths = 1 if now - self.started > _LONG_LIFE else self.deaths + 1
        delay = 0.0 if self.deaths == 1 else min(_LONGEST_DELAY, 0.25 * 2**self.deaths)
        self.due = now + delay
        click.echo(f"{self.name} ended ({_explain(status)}); starting it again.", err=True)


def _explain(status: int) -> str:
    return f"by {signal.Signals(-status).name}" if status < 0 else f"with exit code {status}"


@dataclass
class Supervisor:
    """The shop's processes and their order."""

    app: Flask
    settings: Settings
    parts: dict[str, Part] = field(default_factory=dict)

    def run(self) -> None:
        """Start everything, say when it is ready, and keep it running until a signal says stop."""
        with running.alone(self.settings):
            running.refuse_taken_port(self.settings)
            for number in _SIGNALS:
                signal.signal(number, self._on_signal)
            try:
                self._start()
                self._keep_running()
            except _Stopped:
                pass
            finally:
                self._stop()

    def _on_signal(self, *_: object) -> None:
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # the first is enough: stopping must not be cut short
        raise _Stopped

    def _start(self) -> None:
        if self.settings.embedded_store:
            store.prepare(self.settings)
            self._add(Part("store", lambda: store.become(self.settings), when_orphaned=signal.SIGTERM))
        self._prepare_database()
        if self.settings.embedded_store:
            store.wait(self.settings.store_url)
        self._add(Part("web", lambda: web.serve(self.app, self.settings)))
        self._add(Part("worker", run_worker))
        self._add(Part("clock", run_clock))

    def _prepare_database(self) -> None:
        try:
            first_start.prepare(self.app, demo=self.settings.demo)
        except OperationalError as error:
            reason = str(error.orig).strip().splitlines()[0]
            raise running.CannotStart(
                f"DATABASE_URL names a database that does not answer: {reason}"
            ) from None

    def _add(self, part: Part) -> None:
        self.parts[part.name] = part
        part.start()

    def _keep_running(self) -> None:
        patience = time.monotonic() + _READY_PATIENCE
        while problem := readiness.problem(self.settings):
            self._tend()
            if time.monotonic() > patience:
                click.echo(f"Not ready yet: {problem}", err=True)
                patience = time.monotonic() + _READY_PATIENCE
        click.echo(readiness.welcome(self.app, self.settings))
        while True:
            self._tend()

    def _tend(self) -> None:
        for part in self.parts.values():
            part.tend()
        time.sleep(0.1)

    def _stop(self) -> None:
        for name, patience in _STOP_PATIENCE.items():
            if name in self.parts:
                self.parts[name].stop(patience)
        store.tidy(self.settings)


def run_worker() -> None:
    """Be the worker until told to stop."""
    from tasks.queue import run_worker as run

    run()


def run_clock() -> None:
    """Be the clock until told to stop."""
    from tasks.clockwork import run_clock as run

    run()
