"""PostgreSQL as a server that may freeze: its machine still takes what is sent, and nothing ever comes back.

The client library would wait without an end, since neither a time-out of the network nor one of the server's own
notices it. Every exchange with the server has an end here; the connection is given up with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

import psycopg
from psycopg import errors
from sqlalchemy import event
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.pool import ConnectionPoolEntry

LONGEST_SILENCE: Final = 30.0
"""Seconds for one exchange: longer than any statement of a page or a job takes, and than `lock_timeout`."""

_patient: ContextVar[bool] = ContextVar("patient", default=False)


@contextmanager
def patience() -> Iterator[None]:
    """Statements inside the block may take as long as they need: a migration's, an index built anew."""
    token = _patient.set(True)
    try:
        yield
    finally:
        _patient.reset(token)


class Impatient(psycopg.Connection[Any]):
    """A connection that fails when an exchange is not over after LONGEST_SILENCE."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """As the library's; psycopg.OperationalError when the server is silent, and the connection is closed."""
        if timeout is not None or _patient.get():
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, LONGEST_SILENCE)
        except errors._WaitTimeout:
            self.pgconn.finish()
            raise psycopg.OperationalError(f"the server gave no answer for {LONGEST_SILENCE:.0f} s") from None


@event.listens_for(Engine, "do_connect")
def _connect(
    dialect: Dialect, _entry: ConnectionPoolEntry, arguments: list[Any], named: dict[str, Any]
) -> Any:
    if dialect.driver != "psycopg" or dialect.name != "postgresql":
        return None
    return Impatient.connect(*arguments, **named)
