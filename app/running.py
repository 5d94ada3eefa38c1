"""One shop at a time: whoever runs it or replaces it holds its data directory."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import DBAPIError, OperationalError

from .config import Settings


class CannotStart(click.ClickException):
    """One sentence saying why the shop does not start."""


def refused_by_database(error: DBAPIError) -> CannotStart | None:
    """Why the database cannot be used, when that is a matter of DATABASE_URL; None for a fault of ours."""
    if error.statement is not None and not isinstance(error, OperationalError):
        return None
    reason = str(error.orig).strip().splitlines()[0]
    return CannotStart(f"DATABASE_URL names a database that does not answer: {reason}")


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold the data directory inside the block; CannotStart while another process holds it."""
    with (settings.data_dir / "run.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotStart(
                f"The shop is running with DATA_DIR {settings.data_dir}: stop it first."
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def refuse_taken_port(settings: Settings) -> None:
    """CannotStart when nothing can listen on the chosen address."""
    family, _, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise CannotStart(
                f"PORT {settings.port} of HOST {settings.host} cannot be used ({error.strerror}): set another."
            ) from None
