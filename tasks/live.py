"""The live channel: after a commit it carries which rows changed, and nothing about what they hold.

What is lost on the way does no harm: whoever listens is told when it may have missed something, and reads anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from models.core.events import on_bell

from . import queue

CHANNEL: Final = "live"
ANYTHING: Final = "*"
"""The message that anything may have changed."""
MOST_CHANGES: Final = 200
"""A commit of more rows (an import) is told as that."""


class Change(NamedTuple):
    """A row that was written."""

    table: str
    id: str

    def __str__(self) -> str:
        return f"{self.table}/{self.id}"


@on_bell("live")
def publish_changes(rung: list[tuple[Any, ...]]) -> None:
    """Tell the channel of a commit's rows, in one message."""
    changes = [str(Change(*row)) for row in rung] if len(rung) <= MOST_CHANGES else [ANYTHING]
    queue.publish(CHANNEL, " ".join(changes))


@queue.when_back
def publish_doubt() -> None:
    """Tell the channel that anything may have changed: what this process had to tell was lost."""
    queue.publish(CHANNEL, ANYTHING)


def listen(url: str, patience: float) -> Iterator[list[Change] | None]:
    """Every commit's changes, for as long as the store at `url` answers; None when some may have been missed.

    It begins with None as soon as the channel is open, and then gives a list a commit. redis.RedisError when the
    store is gone, or silent (frozen, unplugged) for more than two times `patience` seconds.
    """
    client = redis.Redis.from_url(
        url, socket_connect_timeout=patience, socket_timeout=patience, retry=Retry(NoBackoff(), 0)
    )
    try:
        with client.pubsub() as subscription:
            subscription.subscribe(CHANNEL)
            yield from _heard(subscription, patience)
    finally:
        client.close()


def _heard(subscription: Any, patience: float) -> Iterator[list[Change] | None]:
    asked = False
    while True:
        message = subscription.get_message(timeout=patience)
        if message is None:
            if asked:
                raise redis.TimeoutError("The store is silent.")
            subscription.ping()  # a frozen store keeps its connections: only the missing answer shows it
            asked = True
            continue
        asked = False
        if message["type"] == "subscribe":
            yield None
        elif message["type"] == "message":
            yield _parsed(message["data"])


def _parsed(payload: bytes) -> list[Change] | None:
    words = payload.decode(errors="replace").split()
    parts = [word.split("/", 1) for word in words]
    if not all(len(part) == 2 for part in parts):
        return None
    return [Change(*part) for part in parts]
