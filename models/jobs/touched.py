"""Which jobs are made otherwise since rows of them were written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.events import Fact
from ..core.portions import portions
from .items import JobItem


def jobs_touched(session: Session, facts: Iterable[Fact]) -> set[str]:
    """The ids of the jobs whose items, sizes or decorations these facts wrote, or took away."""
    told = list(facts)
    jobs = {id_ for fact in told if fact.model is JobItem for id_ in fact.led_to("job_id")}
    items = {id_ for fact in told if fact.model is not JobItem for id_ in fact.led_to("job_item_id")}
    return jobs | set(in_batches(session, sa.select(JobItem.job_id), JobItem.id, items))


def in_batches(session: Session, chosen: Any, column: Any, ids: Iterable[str]) -> Iterator[str]:
    """What `chosen` selects where `column` is one of `ids`, each once a batch."""
    for portion in portions(ids):
        yield from session.scalars(chosen.where(column.in_(portion)).distinct())
