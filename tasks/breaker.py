"""A Redis client that a commit may touch: it never makes anybody wait for long.

A stopped or frozen Redis costs one short wait; then nothing is tried for a while, and everything that would have
asked it is refused at once. What it would have carried is found by the sweep.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, Final, Self

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

SOCKET_TIMEOUT: Final = 0.5
CONNECT_TIMEOUT: Final = 0.25
PAUSE: Final = 10.0
"""Seconds for which nothing is tried after a failure."""

_log = logging.getLogger(__name__)


class Breaker(Retry):
    """Where redis-py would try again, this one does not, and refuses what comes soon after a failure."""

    def __init__(self) -> None:
        super().__init__(NoBackoff(), 0)
        self._closed_again_at = 0.0

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        """Every connection of a client asks the same breaker, though redis-py copies it for each."""
        return self

    @property
    def is_open(self) -> bool:
        """Whether Redis failed a moment ago and is left alone."""
        return time.monotonic() < self._closed_again_at

    def call_with_retry(
        self, do: Callable[[], Any], fail: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Call `do` once; redis.ConnectionError at once while Redis is left alone."""
        if self.is_open:
            raise redis.ConnectionError("Redis failed a moment ago; it is asked again soon.")
        try:
            return super().call_with_retry(do, fail, *args, **kwargs)
        except (redis.ConnectionError, redis.TimeoutError, OSError) as failure:
            self._closed_again_at = time.monotonic() + PAUSE
            _log.warning("Redis does not answer (%s); it is left alone for %.0f s.", failure, PAUSE)
            raise


def quick_client(url: str) -> redis.Redis:
    """A client of the Redis at `url` that answers or fails within SOCKET_TIMEOUT, behind a breaker of its own."""
    return redis.Redis.from_url(
        url,
        socket_timeout=SOCKET_TIMEOUT,
        socket_connect_timeout=CONNECT_TIMEOUT,
        retry=Breaker(),
        retry_on_timeout=False,
        health_check_interval=0,
    )
