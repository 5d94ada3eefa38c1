"""A Redis client that a commit may touch: it never makes anybody wait for long.

A stopped or frozen Redis costs whoever meets it first one short wait. From then on everything that would have asked
it is refused at once, and only a watch in the background tries it, until it answers. What it would have carried is
found by the sweep.
"""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections.abc import Callable
from typing import Any, Final, Self

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

PATIENCE: Final = 0.2
"""Seconds that Redis may take to accept a connection, or to answer."""
PAUSE: Final = 1.0
"""Seconds between two attempts of the watch."""

_log = logging.getLogger(__name__)


class Breaker(Retry):
    """Where redis-py would try again, this one does not, and after a failure it refuses until `answers` is true.

    Then `when_back` is called, once, by the watch.
    """

    def __init__(self, answers: Callable[[], bool], when_back: Callable[[], object]) -> None:
        super().__init__(NoBackoff(), 0)
        self.is_open = False
        self._answers, self._when_back = answers, when_back
        self._lock = threading.Lock()
        self._watch: threading.Thread | None = None

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        """Every connection of a client asks the same breaker, though redis-py copies it for each."""
        return self

    def call_with_retry(
        self, do: Callable[[], Any], fail: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Call `do` once; redis.ConnectionError at once while Redis is left alone."""
        if self.is_open:
            self._keep_watch()
            raise redis.ConnectionError("Redis failed a moment ago; it is asked again when it answers.")
        try:
            return super().call_with_retry(do, fail, *args, **kwargs)
        except (redis.ConnectionError, redis.TimeoutError, OSError) as failure:
            if not self.is_open:
                _log.warning("Redis does not answer (%s); it is left alone until it does.", str(failure))
            self.is_open = True
            self._keep_watch()
            raise

    def _keep_watch(self) -> None:
        """Have exactly one watch; a server's worker that was forked from this process needs one of its own."""
        with self._lock:
            if self._watch is None or not self._watch.is_alive():
                mine = weakref.ref(self)
                self._watch = threading.Thread(
                    target=_watch, args=(mine, self._answers), name="Redis watch", daemon=True
                )
                self._watch.start()

    def close(self) -> None:
        """Redis answers: let everybody ask it again."""
        self.is_open = False
        _log.warning("Redis answers again.")
        self._when_back()


def _watch(waiting: weakref.ref[Breaker], answers: Callable[[], bool]) -> None:
    """Close the breaker once Redis answers; give up when nobody holds the breaker any more."""
    while waiting() is not None:
        time.sleep(PAUSE)
        breaker = waiting()
        if breaker is not None and answers():
            breaker.close()
            return
        del breaker


def answers(url: str) -> bool:
    """Whether the Redis at `url` answers at once, asked over a connection of its own."""
    client = _client(url, Retry(NoBackoff(), 0))
    try:
        return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        client.close()


def quick_client(url: str, when_back: Callable[[], object] = lambda: None) -> redis.Redis:
    """A client of the Redis at `url` that answers or fails within PATIENCE, behind a breaker of its own.

    `when_back` is called, in a thread of its own, each time a Redis that failed answers again.
    """
    return _client(url, Breaker(lambda: answers(url), when_back))


def _client(url: str, retry: Retry) -> redis.Redis:
    return redis.Redis.from_url(
        url,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=retry,
        retry_on_timeout=False,
        health_check_interval=0,
    )
