"""Which jobs are made otherwise since rows of them were written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.events import Fact
from .items import JobItem

BATCH: Final = 500
"""Ids that one statement asks for."""


def jobs_touched(session: Session, facts: Iterable[Fact]) -> set[str]:
    """The ids of the jobs whose items, sizes or decorations these facts wrote, or took away."""
    told = list(facts)
    jobs = {id_ for fact in told if fact.model is JobItem for id_ in _both(fact, "job_id")}
    items = {id_ for fact in told if fact.model is not JobItem for id_ in _both(fact, "job_item_id")}
    return jobs | set(in_batches(session, sa.select(JobItem.job_id), JobItem.id, items))


def in_batches(session: Session, chosen: Any, column: Any, ids: Iterable[str]) -> Iterator[str]:
    """What `chosen` selects where `column` is one of `ids`, each once a batch."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), BATCH):
        yield from session.scalars(chosen.where(column.in_(ordered[start : start + BATCH])).distinct())


def _both(fact: Fact, column: str) -> set[str]:
    """What the fact's column is and was."""
    return {fact.values[column], fact.before.get(column, fact.values[column])}
