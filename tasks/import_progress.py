"""How far an import is, told through Redis: its own transaction shows nothing before it ends, and on SQLite nobody else
can write meanwhile. Without Redis it is done all the same, and nobody is told before its end.
"""

from __future__ import annotations

from typing import Final

import redis

from models.imports import Import, Progress

from . import queue

_SECONDS: Final = 900


def _key(import_id: str) -> str:
    return f"shop:import:{import_id}"


def teller(import_id: str, rows: int) -> Progress:
    """Tells how many of a file's `rows` are done, from how much of what they bring is written."""

    def tell(done: int, of: int) -> None:
        try:
            queue.redis_client().set(_key(import_id), rows * done // of if of else rows, ex=_SECONDS)
        except redis.RedisError:
            return

    return tell


def rows_done(kept: Import) -> int:
    """How many rows are done, as far as it is known."""
    try:
        told = queue.redis_client().get(_key(kept.id)) if kept.is_running else None
    except redis.RedisError:
        return kept.rows_done
    return int(told) if told is not None else kept.rows_done


def forget(import_id: str) -> None:
    """What was told of an earlier attempt no longer holds."""
    try:
        queue.redis_client().delete(_key(import_id))
    except redis.RedisError:
        return
