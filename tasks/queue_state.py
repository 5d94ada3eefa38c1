"""What the queues hold and who works on them, for the owner's console. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import redis
from rq import Queue, Worker

from .queue import redis_client
from .worker import ALL_QUEUES

_MOST_FAILURES: Final = 50


@dataclass(frozen=True)
class QueueState:
    """One queue: how many jobs wait, run, and failed."""

    name: str
    waiting: int
    running: int
    failed: int


@dataclass(frozen=True)
class Failure:
    """A job that failed: what it was to do, and the last line of its error."""

    id: str
    task: str
    error: str


@dataclass(frozen=True)
class Console:
    """Everything at one moment."""

    queues: list[QueueState]
    workers: list[str]
    failures: list[Failure]


def console() -> Console | None:
    """The present state; None when Redis does not answer."""
    try:
        queues = [Queue(name, connection=redis_client()) for name in ALL_QUEUES]
        workers = [f"{worker.name}: {worker.get_state()}" for worker in Worker.all(redis_client())]
        return Console(
            [_state(queue) for queue in queues], workers, [f for queue in queues for f in _failures(queue)]
        )
    except redis.RedisError:
        return None


def _state(queue: Queue) -> QueueState:
    running, failed = queue.started_job_registry, queue.failed_job_registry
    return QueueState(
        queue.name, queue.count, running.get_job_count(cleanup=False), failed.get_job_count(cleanup=False)
    )


def _failures(queue: Queue) -> list[Failure]:
    ids = queue.failed_job_registry.get_job_ids(0, _MOST_FAILURES - 1)
    jobs = (queue.fetch_job(job_id) for job_id in ids)
    return [Failure(job.id, job.func_name or "", _last_line(job.exc_info)) for job in jobs if job is not None]


def _last_line(trace: str | None) -> str:
    return (trace or "").strip().splitlines()[-1][:300] if trace else ""
