"""One child of the supervisor: started, watched, started again when it dies, stopped."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import click

from . import processes

_LONG_LIFE: Final = 30.0
"""Seconds after which a part is well again, and its next death counts as its first."""
_LONGEST_DELAY: Final = 30.0


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
