"""What a page read of the database, kept in Redis until what it read is told otherwise.

Kept beside it is the version of what was read: a value of another version is not used, and replaced. So nothing has to
be forgotten when facts arrive, and nothing is wrong when Redis forgets, is gone or is frozen: then the page reads anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, Final

import redis

from models.core.base import db
from tasks.queue import redis_client

SECONDS: Final = 24 * 60 * 60
"""So long is kept what nobody asks for."""


def kept(question: str, version: str, make: Callable[[], Any]) -> Any:
    """What `make` answers to `question` while `version` holds: plain values of JSON, made anew at most once a version.

    `question` names all that the answer depends on besides the version, such as the period and the customer.
    """
    place = _place(question)
    found = _found(place, version)
    if found is None:
        found = json.dumps({"version": version, "told": make()})
        _keep(place, found)
    return json.loads(found)["told"]


def _place(question: str) -> str:
    """A shop's own: shops that share a Redis tell each other nothing."""
    shop = str(db.engine.url)
    return f"shop:kept:{hashlib.sha256(f'{shop}|{question}'.encode()).hexdigest()}"


def _found(place: str, version: str) -> str | None:
    try:
        text: Any = redis_client().get(place)
        told = json.loads(text) if text else None
    except (redis.RedisError, ValueError):
        return None
    is_right = isinstance(told, dict) and told.get("version") == version and "told" in told
    return text if is_right else None


def _keep(place: str, text: str) -> None:
    try:
        redis_client().set(place, text, ex=SECONDS)
    except redis.RedisError:
        return  # it is read anew next time
