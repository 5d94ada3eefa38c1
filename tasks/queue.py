"""The queue: waking the worker, telling the live channel, and the one Redis client of a process.

Nothing here is needed for a mail to arrive: what Redis does not carry, the clock's sweep finds. It only comes sooner:
whoever could not ring the worker does so when Redis answers again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any, Final

import redis
from flask import Flask
from rq import Queue

from models.core.events import on_bell

from .breaker import quick_client
from .running import shop
from .worker import HEARTBEAT, LONG, LONG_HEARTBEAT, QUEUES, run_worker

__all__ = [
    "HEARTBEAT",
    "enqueue_long",
    "enqueue_soon",
    "forget_wake",
    "init_app",
    "publish",
    "redis_client",
    "run_worker",
    "wake",
    "when_back",
    "worker_is_alive",
]

WAKE: Final = "shop:wake:mail"
"""Set while a drain of the outbox is queued, so that a thousand commits queue one."""

_WAKE_SECONDS: Final = 30
_DRAIN_SECONDS: Final = 300

_remedies: list[Callable[[], object]] = []
_in_doubt = threading.Event()
"""Set when Redis gave no answer to a wake-up: it may have kept the flag, though nothing was queued."""

_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Give `app` its client; it connects when it is first used."""
    app.extensions["shop_redis"] = client_of(app)


def client_of(app: Flask) -> redis.Redis:
    """A new client of the Redis of `app`, which makes good what Redis did not carry while it was away."""

    def make_good() -> None:
        with app.app_context():
            for remedy in _remedies:
                remedy()

    return quick_client(app.config["REDIS_URL"], make_good)


def when_back(remedy: Callable[[], object]) -> Callable[[], object]:
    """Have `remedy` called when a Redis that failed this process answers again. It touches no database."""
    _remedies.append(remedy)
    return remedy


def redis_client() -> redis.Redis:
    """The client with short time-outs and a circuit breaker: a command may raise redis.RedisError at any time."""
    client: redis.Redis = shop().extensions["shop_redis"]
    return client


def publish(channel: str, payload: str | bytes) -> bool:
    """Tell `channel`; False when Redis did not take it. Never raises, and costs at most half a second."""
    try:
        redis_client().publish(channel, payload)
    except redis.RedisError:
        return False
    return True


@on_bell("mail")
def _hear_of_mail(_rung: list[tuple[Any, ...]]) -> None:
    wake()


def wake() -> bool:
    """Have the worker drain the outbox, unless it is about to; False when Redis did not take the message."""
    try:
        client = redis_client()
        if client.set(WAKE, 1, nx=not _in_doubt.is_set(), ex=_WAKE_SECONDS):
            queue = Queue(QUEUES[0], connection=client)
            queue.enqueue(
                "tasks.outbox.drain_job", result_ttl=0, failure_ttl=3600, job_timeout=_DRAIN_SECONDS
            )
    except redis.RedisError:
        _in_doubt.set()
        return False
    _in_doubt.clear()
    return True


when_back(wake)


def forget_wake() -> None:
    """Let the next commit wake the worker again; said first thing by the drain, before it looks for mails."""
    try:
        redis_client().delete(WAKE)
    except redis.RedisError:
        _log.warning("The wake-up flag could not be taken away; it ends by itself in %d s.", _WAKE_SECONDS)


def enqueue_soon(task: Callable[[], None], *, seconds: int) -> bool:
    """Have the worker do `task` within `seconds` beside its mail; False when Redis did not take it."""
    try:
        queue = Queue(QUEUES[1], connection=redis_client())
        queue.enqueue(task, result_ttl=0, failure_ttl=3600, job_timeout=seconds)
    except redis.RedisError:
        return False
    return True


def enqueue_long(task: Callable[..., None], *arguments: str, seconds: int) -> bool:
    """Have a worker of long work do `task` within `seconds`; False when none lives, or Redis does not answer."""
    try:
        client = redis_client()
        if client.get(LONG_HEARTBEAT) is None:
            return False
        waiting = Queue(LONG[0], connection=client)
        waiting.enqueue(task, *arguments, result_ttl=0, failure_ttl=3600, job_timeout=seconds)
    except redis.RedisError:
        return False
    return True


def worker_is_alive() -> bool:
    """Whether a worker has shown itself lately."""
    try:
        return redis_client().get(HEARTBEAT) is not None
    except redis.RedisError:
        return False
