"""Many browsers that listen: a program that opens live streams and notes when each event arrives.

It is told on its standard input, by a line of JSON, the port, the header lines of each stream and the paths; it says
`open` with the number of streams once all have been answered, and then a line for each event: the stream's number,
the moment (seconds of the machine's monotonic clock, which its processes share) and what was said.
"""

from __future__ import annotations

import asyncio
import json
import queue
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

OPENING = 120
"""Seconds that the streams may take to be opened, all together."""


class Heard(NamedTuple):
    """An event that arrived: at which stream, when, and its data."""

    stream: int
    at: float
    data: str


class Listeners:
    """The streams of one such program."""

    def __init__(self, process: Any) -> None:
        self._said: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._hear, args=(process.stdout,), daemon=True).start()
        self.statuses = json.loads(self._said.get(timeout=OPENING))
        """The HTTP status that each stream was answered with."""

    def _hear(self, output: Any) -> None:
        for line in output:
            self._said.put(line)

    def heard(self, count: int, patience: float = 60) -> list[Heard]:
        """The next `count` events; queue.Empty when one does not come within `patience` seconds."""
        return [Heard(*json.loads(self._said.get(timeout=patience))) for _ in range(count)]


@contextmanager
def listening(port: str, asked: list[tuple[str, dict[str, str]]]) -> Iterator[Listeners]:
    """Streams of these paths with these headers, open until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.listening"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    try:
        process.stdin.write(json.dumps([port, asked]) + "\n")
        process.stdin.flush()
        yield Listeners(process)
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        if process.stdout is not None:
            process.stdout.close()


async def _listen(
    number: int, port: str, path: str, headers: dict[str, str], statuses: asyncio.Queue
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *(f"{k}: {v}" for k, v in headers.items())]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    status = (await reader.readline()).split()[1].decode()
    while (await reader.readline()).strip():
        pass
    changed = False
    statuses.put_nowait((number, int(status)))
    while line := await reader.readline():
        text = line.decode().strip()
        if text.startswith("event:"):
            changed = text == "event: changed"
        elif text.startswith("data: ") and changed:
            _say([number, time.monotonic(), text.removeprefix("data: ")])


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


async def _main() -> None:
    port, asked = json.loads(sys.stdin.readline())
    statuses: asyncio.Queue = asyncio.Queue()
    streams = [
        asyncio.create_task(_listen(number, port, path, headers, statuses))
        for number, (path, headers) in enumerate(asked)
    ]
    answered = dict([await statuses.get() for _ in streams])
    _say([answered[number] for number in range(len(streams))])
    await asyncio.gather(*streams)


if __name__ == "__main__":
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(_main())
