"""The workers: RQ workers, each one process with the application loaded, which outlive their Redis.

Long work has a queue of its own, so that a shop's second worker does it while the first one sends mail.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from types import FrameType
from typing import Any, Final

import redis
from flask import Flask
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import SimpleWorker
from rq.executions import Execution
from rq.job import Job
from rq.queue import Queue

from models.core.actor import SYSTEM

from .breaker import answers
from .running import at_work, remember, shop, stop_on_signals, stopping, take_over

HEARTBEAT: Final = "shop:heartbeat:worker"
"""A key that exists while a worker of QUEUES lives."""

LONG_HEARTBEAT: Final = "shop:heartbeat:long"
"""A key that exists while a worker of LONG lives, or does a job."""

HEARTBEAT_SECONDS: Final = 90
QUEUES: Final = ("mail", "default")
LONG: Final = ("long",)
"""The queue of what takes longer than somebody should wait for a mail: imports."""

ALL_QUEUES: Final = (*QUEUES, *LONG)

_WORKER_TTL: Final = 45
"""RQ waits for a job 15 seconds less than this, and shows itself between two waits."""

_MAINTENANCE_SECONDS: Final = 30
_LONGEST_WAIT: Final = 5.0

_log = logging.getLogger(__name__)


class ShopWorker(SimpleWorker):
    """Runs each job in this process, in an application context of its own, and shows that it is alive."""

    max_connection_wait_time = int(_LONGEST_WAIT)

    def perform_job(self, job: Job, queue: Queue, execution: Execution) -> bool:
        """Run the job as the system, with a session that ends with it."""
        if queue.name in LONG:
            self._show_signs(self.connection, HEARTBEAT_SECONDS + int(job.timeout or 0))
        with at_work(SYSTEM):
            return bool(super().perform_job(job, queue, execution))

    def heartbeat(self, timeout: int | None = None, pipeline: Any = None) -> None:
        """Renew RQ's sign of life, and the shop's."""
        super().heartbeat(timeout, pipeline)
        self._show_signs(self.connection if pipeline is None else pipeline, HEARTBEAT_SECONDS)

    def _show_signs(self, connection: Any, seconds: int) -> None:
        names = self.queue_names()
        for key, queues in ((HEARTBEAT, QUEUES), (LONG_HEARTBEAT, LONG)):
            if set(queues) & set(names):
                connection.set(key, int(time.time()), ex=seconds)

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Stop after the present mail."""
        stopping.set()
        super().request_stop(signum, frame)


def run_worker(app: Flask | None = None, queues: Sequence[str] = ALL_QUEUES) -> None:
    """Do the jobs of `queues`, the first ones first, until SIGTERM or SIGINT; while Redis is away, wait for it."""
    if app is not None:
        remember(app)
    stop_on_signals()
    take_over()
    wait = 0.5
    while not stopping.is_set():
        started = time.monotonic()
        try:
            _work(queues)
        except redis.RedisError as failure:
            _log.warning("The worker waits for Redis (%s).", failure)
        wait = 0.5 if time.monotonic() - started > _LONGEST_WAIT else min(_LONGEST_WAIT, wait * 2)
        stop_on_signals()  # RQ has put its own handlers in place
        stopping.wait(wait)


def _work(queues: Sequence[str]) -> None:
    url = shop().config["REDIS_URL"]
    if not answers(url):  # a frozen Redis is found out here; below it could hold us for most of a minute
        raise redis.ConnectionError("it does not answer")
    connection = redis.Redis.from_url(url, socket_connect_timeout=2, retry=Retry(NoBackoff(), 0))
    try:
        worker = ShopWorker(
            list(queues),
            connection=connection,
            worker_ttl=_WORKER_TTL,
            maintenance_interval=_MAINTENANCE_SECONDS,
        )
        worker.work(logging_level="WARNING")
    finally:
        connection.close()
