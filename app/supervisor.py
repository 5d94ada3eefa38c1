"""`flask shop run`: the whole shop as one command.

The application is loaded once, here; store, web, workers and clock are forked from it, so that a start costs one
import and all share their memory. Whoever dies is started again, sooner or later by how it lived. They stop
in the order in which they need one another, and none outlives this process (see `app.processes`).
"""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass, field
from typing import Final

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from . import first_start, readiness, running, store, web
from .config import Settings
from .parts import Part

_STOP_PATIENCE: Final = {
    "clock": 5.0,
    "web": web.GRACE + 3.0,
    "worker": 15.0,
    "importer": 15.0,
    "store": 10.0,
}
"""Seconds that each part gets to finish its work, in the order in which they stop."""
_READY_PATIENCE: Final = 15.0
"""Seconds after which a start that is still not ready says what it waits for."""
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _Stopped(BaseException):
    """A signal told the supervisor to stop; raised wherever it was."""


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
        self._add(Part("web", lambda: web.run(self.app, self.settings)))
        self._add(Part("worker", run_mail_worker))
        self._add(Part("importer", run_long_worker))
        self._add(Part("clock", run_clock))

    def _prepare_database(self) -> None:
        try:
            first_start.prepare(self.app, demo_weeks=self.settings.demo_weeks if self.settings.demo else 0)
        except DBAPIError as error:
            raise running.refused_by_database(error) or error from None

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
    """Be a worker of all queues until told to stop."""
    from tasks.worker import run_worker as run

    run()


def run_mail_worker() -> None:
    """Be the worker of mail, and of what is as quick, until told to stop."""
    from tasks.worker import QUEUES
    from tasks.worker import run_worker as run

    run(queues=QUEUES)


def run_long_worker() -> None:
    """Be the worker of long work until told to stop."""
    from tasks.worker import LONG
    from tasks.worker import run_worker as run

    run(queues=LONG)


def run_clock() -> None:
    """Be the clock until told to stop."""
    from tasks.clockwork import run_clock as run

    run()
